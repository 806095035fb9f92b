package dev.koi.node.guard;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The one thread to which all that is not shared memory belongs: it writes files and begins processes. */
final class Worker implements AutoCloseable {

  private final Consumer<RuntimeException> broken;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().name("koi-guards").daemon().factory(),
          new ThreadPoolExecutor.DiscardPolicy()); // after the end nothing matters

  /**
   * Begins it.
   *
   * @param broken is told of what must not happen, and would else be kept silent
   */
  Worker(Consumer<RuntimeException> broken) {
    this.broken = broken;
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  void execute(Runnable task) {
    after(Duration.ZERO, task);
  }

  void after(Duration pause, Runnable task) {
    Future<?> _ = thread.schedule(() -> guarded(task), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      broken.accept(e);
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
