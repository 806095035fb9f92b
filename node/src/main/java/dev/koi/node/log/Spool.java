package dev.koi.node.log;

import dev.koi.node.port.Journal.Level;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Takes lines from anyone without ever waiting, and hands them to the outlets in a thread of its own: a
 * terminal that somebody stopped with Ctrl-S, or a slow disk, must not hold up the loop that keeps the
 * lease. What is more than the queue holds is dropped and counted; the count is a line.
 */
public final class Spool implements Closeable {

  private static final int MOST_LINES = 8192;
  private static final Duration PARTING = Duration.ofSeconds(2);

  /** Never said: it ends the thread. */
  private static final Line END = new Line(Instant.EPOCH, Level.TRACE, "");

  private final LinkedBlockingQueue<Line> queue = new LinkedBlockingQueue<>(MOST_LINES);
  private final AtomicInteger dropped = new AtomicInteger();
  private final List<Post> posts = new CopyOnWriteArrayList<>();
  private final Consumer<String> complaints;
  private final Thread thread;

  /** An outlet, and whether it fails: that is said once, until it has worked again. */
  private static final class Post {
    final Outlet outlet;
    boolean fails;
    boolean failedNow;

    Post(Outlet outlet) {
      this.outlet = outlet;
    }
  }

  /**
   * Begins.
   *
   * @param complaints about outlets: where people look when the log itself fails
   */
  public Spool(List<Outlet> outlets, Consumer<String> complaints) {
    outlets.forEach(outlet -> posts.add(new Post(outlet)));
    this.complaints = complaints;
    this.thread = Thread.ofPlatform().name("koi-log").daemon().start(this::work);
  }

  /** From any thread; never waits. */
  public void say(Line line) {
    if (!queue.offer(line)) {
      dropped.incrementAndGet();
    }
  }

  /** Puts another outlet in the place of one; the replaced one is closed. */
  public void replace(Predicate<Outlet> which, UnaryOperator<Outlet> by) {
    for (Post post : posts) {
      if (which.test(post.outlet)) {
        Post next = new Post(by.apply(post.outlet));
        posts.set(posts.indexOf(post), next);
        close(post);
      }
    }
  }

  private void work() {
    try {
      for (Line line = queue.take(); !line.equals(END); line = queue.take()) {
        hand(line);
        int lost = dropped.getAndSet(0);
        if (lost > 0) {
          hand(new Line(Instant.now(), Level.WARN, lost + " lines were dropped here: the log is too slow"));
        }
        if (queue.isEmpty()) {
          posts.forEach(this::flush);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    posts.forEach(this::flush);
  }

  private void hand(Line line) {
    for (Post post : posts) {
      attempt(post, () -> post.outlet.say(line));
    }
  }

  private interface Deed {
    void run() throws IOException;
  }

  private void attempt(Post post, Deed deed) {
    synchronized (post) {
      try {
        deed.run();
      } catch (IOException e) {
        if (!post.fails) {
          complaints.accept("lines of the log are lost: " + Words.of(e));
        }
        post.fails = true;
        post.failedNow = true;
      }
    }
  }

  /** Ends a round of lines: an outlet that took them all is well again. */
  private void flush(Post post) {
    attempt(post, post.outlet::flush);
    synchronized (post) {
      post.fails = post.failedNow;
      post.failedNow = false;
    }
  }

  private void close(Post post) {
    attempt(post, post.outlet::close);
  }

  /** Says what is left, for two seconds at most. */
  @Override
  public void close() {
    try {
      boolean there = queue.offer(END, PARTING.toMillis(), TimeUnit.MILLISECONDS);
      if (there && thread.join(PARTING)) {
        posts.forEach(this::close);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
