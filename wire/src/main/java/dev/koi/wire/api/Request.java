package dev.koi.wire.api;

import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeName;
import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * One question or order.
 *
 * @param version of this format: {@value #VERSION}
 * @param node a name or a UUID, for the commands that take one
 * @param group null: the group {@code default}
 * @param reason why, for the log; at most {@value #LONGEST_REASON} characters
 * @param force overrides safety, nothing else
 * @param noWait answer as soon as the order is accepted
 * @param timeoutMillis how long the answer may wait for the order to be done, a day at most; 0: the
 *     daemon's own bound (the scripts' budget + 10 s)
 * @param on for the commands that switch something: on or off; null for all others
 * @param kv for the commands about the store: what about which key; null for all others
 */
@Json
public record Request(
    int version,
    Command command,
    @Nullable String node,
    @Nullable String group,
    @Nullable String reason,
    boolean force,
    boolean noWait,
    long timeoutMillis,
    @Nullable Boolean on,
    @Nullable KvRequest kv) {

  public static final int VERSION = 1;
  public static final int LONGEST_REASON = 1_000;
  public static final long LONGEST_TIMEOUT_MILLIS = 86_400_000;

  /**
   * A request that makes sense as far as it can be said without a cluster.
   *
   * @throws IllegalArgumentException if it does not; the message is one sentence for a person
   */
  public Request {
    Checks.version(version, VERSION);
    Checks.present(command, "command");
    if (node == null && command.needsNode()) {
      throw new IllegalArgumentException(command.word() + " needs a node: its name or UUID");
    }
    if (node != null && !NodeName.isLegal(node)) {
      throw new IllegalArgumentException(
          "node must be a name or a UUID (1 to 64 letters, digits, dots, dashes or underscores)");
    }
    if ((on != null) != command.switches()) {
      throw new IllegalArgumentException(
          command.word() + (on == null ? " needs on: true or false" : " takes no on"));
    }
    if ((kv != null) != command.isAboutKeys()) {
      throw new IllegalArgumentException(
          command.word() + (kv == null ? " needs kv, an object" : " takes no kv"));
    }
    if (kv != null) {
      KvFields.check(command, kv);
    }
    if (group != null && !GroupName.isLegal(group)) {
      throw new IllegalArgumentException("group is not a group's name");
    }
    if (reason != null && reason.length() > LONGEST_REASON) {
      throw new IllegalArgumentException(
          "reason must have at most " + LONGEST_REASON + " characters");
    }
    Checks.range(timeoutMillis, 0, LONGEST_TIMEOUT_MILLIS, "timeoutMillis");
  }

  /** The command about nothing in particular, waiting as long as the daemon thinks right. */
  public static Request of(Command command) {
    return about(command, null);
  }

  /** Whether it is about the daemon that is asked, so that no other may answer in its place. */
  public boolean isAboutTheAskedNode() {
    return command == Command.LOCAL || (command.meansThisNode() && node == null);
  }

  /** The same, about a node that it did not name. */
  public Request aboutNode(String named) {
    return new Request(
        version, command, named, group, reason, force, noWait, timeoutMillis, on, kv);
  }

  /** Maintenance on or off. */
  public static Request maintenance(boolean on) {
    return new Request(
        VERSION, Command.MAINTENANCE, null, null, null, false, false, 0, on, null);
  }

  /** The command about a node. */
  public static Request about(Command command, @Nullable String node) {
    return new Request(VERSION, command, node, null, null, false, false, 0, null, null);
  }

  /** The command about the store. */
  public static Request ofStore(Command command, KvRequest kv) {
    return new Request(VERSION, command, null, null, null, false, false, 0, null, kv);
  }

  /** The same command with other words for the store. */
  public Request with(KvRequest words) {
    return new Request(
        version, command, node, group, reason, force, noWait, timeoutMillis, on, words);
  }

  /** Whether it does no harm to ask it again, of whomever, when no answer came. */
  public boolean mayBeRepeated() {
    return !command.changesTheCluster() || (kv != null && kv.client() != null);
  }
}
