# What the JVMs are started with; sourced by bin/build, which trains the AOT caches with the very same
# flags (a cache that was made with others is refused) and writes them into build/launch.

# Protobuf's runtime uses sun.misc.Unsafe, our clocks and signals call libc: both are meant, no warning.
# No /tmp/hsperfdata: a file that is mapped and written by a daemon is a page fault waiting for a disk.
# The JVM's own warnings belong on stderr: stdout is for programs that read it.
common="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED \
-XX:-UsePerfData -Xlog:disable -Xlog:all=warning:stderr"

# A command lives for a tenth of a second: no collector threads, no second compiler.
flags_koi="$common -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m"

# A daemon lives for months on little. Serial: one thread allocates, and pauses of a heap this small
# are about a millisecond; G1 would cost threads and memory. Out of memory ends the process,
# for the lease ends safely and a half-dead daemon does not. C1 only: 74 MB a node at rest (three nodes,
# profile fast), with C2 about 100 MB and more CPU while it compiles; later neither was shown to be better.
flags_koinode="$common -XX:+UseSerialGC -Xms16m -Xmx64m -Xss256k -XX:+UseCompactObjectHeaders \
-XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError"

# The simulation is one long computation on one thread: the second compiler pays.
flags_sim="$common -XX:+UseSerialGC -Xmx768m -XX:+ExitOnOutOfMemoryError"
