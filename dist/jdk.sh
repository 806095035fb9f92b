# Finds a JDK 25 and puts it into JAVA_HOME; sourced by bin/build and bin/test.
#
# A JDK is known by its release file, so that nothing has to be started. Maven itself may run on an
# older one, but only what it does within its own life cycle would then follow our toolchain.

is_jdk_25() {
  [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25["._+-]' "$1/release" 2>/dev/null
}

use_jdk_25() {
  on_path=$(command -v javac || true)
  [ -z "$on_path" ] || on_path=$(readlink -f "$on_path")
  for home in "${JAVA_HOME:-}" "${on_path%/bin/javac}" /usr/lib/jvm/* /usr/local/*jdk* /opt/*jdk* \
      /opt/java/* "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/*; do
    if is_jdk_25 "$home"; then
      JAVA_HOME=$(readlink -f "$home")
      # The libraries of Maven 3.8 use what a JDK 25 warns about. Not in .mvn/jvm.config: a Maven
      # that runs on 17 reads it too and does not know the first flag.
      MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}"
      export JAVA_HOME MAVEN_OPTS
      return 0
    fi
  done
  echo "no JDK 25 found: looked at JAVA_HOME, javac on the PATH, /usr/lib/jvm, /opt, SDKMAN" >&2
  echo "install one (Temurin 25, or your distribution's openjdk-25-jdk-headless) or set JAVA_HOME" >&2
  return 1
}
