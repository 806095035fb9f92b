package dev.koi.house.sample.core;

import dev.koi.house.sample.wire.Codec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One method for each thing that core must not do. */
final class Impure {

  int looksUpwards(Codec codec) {
    return codec.version();
  }

  long readsTheClock() {
    return System.nanoTime();
  }

  Supplier<Instant> readsTheClockLater() {
    return Instant::now;
  }

  UUID rollsDice() {
    return UUID.randomUUID();
  }

  Thread startsAThread() {
    return new Thread(() -> {});
  }

  boolean opensAFile(Path path) {
    return path.toFile().exists();
  }

  void awaits(CountDownLatch latch) throws InterruptedException {
    latch.await();
  }

  Set<String> forgetsTheOrder(List<String> names) {
    return Set.copyOf(names);
  }

  Set<String> collectsWithoutOrder(List<String> names) {
    return names.stream().collect(Collectors.toSet());
  }

  Map<String, Set<String>> hashes() {
    return new HashMap<>(Map.of("a", new HashSet<>()));
  }

  Set<String> listsWithoutOrder(String... names) {
    return Set.of(names);
  }
}
