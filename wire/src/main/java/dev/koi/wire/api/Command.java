package dev.koi.wire.api;

import org.jspecify.annotations.Nullable;

/** All that may be asked of a daemon: the one table, with who answers and who may ask. */
public enum Command {
  LOCAL("local", "", "what this daemon is and does", AnsweredBy.ANY_NODE, Access.READ),
  STATUS("status", "[NODE]", "the cluster as this node sees it", AnsweredBy.ANY_NODE, Access.READ),
  PROMOTE(
      "promote",
      "NAME|UUID",
      "make this node the master; the old master is demoted first; ends manual mode",
      AnsweredBy.LEADER,
      Access.ORDER),
  DEMOTE(
      "demote",
      "",
      "demote the master and elect nobody (manual mode) until elect or promote",
      AnsweredBy.LEADER,
      Access.ORDER),
  ELECT("elect", "", "leave manual mode: a master is elected", AnsweredBy.LEADER, Access.ORDER),
  START(
      "start",
      "[NODE]",
      "start the services that were stopped by order",
      AnsweredBy.LEADER,
      Access.ORDER),
  STOP(
      "stop",
      "[NODE]",
      "demote and stop the services; they stay so until start",
      AnsweredBy.LEADER,
      Access.ORDER),
  RECOVER(
      "recover",
      "[NODE]",
      "forget failures and try again at once; without a node: every failed one",
      AnsweredBy.LEADER,
      Access.ORDER),
  FAILURES("failures", "", "the last failures of services", AnsweredBy.ANY_NODE, Access.READ),
  MAINTENANCE(
      "maintenance",
      "on|off",
      "on: no script runs anywhere and nobody is elected, until off",
      AnsweredBy.LEADER,
      Access.ORDER);

  /** Which node can answer; any other passes the question on. */
  public enum AnsweredBy {
    ANY_NODE,
    LEADER,
  }

  private final String word;
  private final String arguments;
  private final String summary;
  private final AnsweredBy answeredBy;
  private final Access access;

  Command(String word, String arguments, String summary, AnsweredBy answeredBy, Access access) {
    this.word = word;
    this.arguments = arguments;
    this.summary = summary;
    this.answeredBy = answeredBy;
    this.access = access;
  }

  /** The command of this name, null if there is none. */
  public static @Nullable Command named(String word) {
    for (Command command : values()) {
      if (command.word.equals(word)) {
        return command;
      }
    }
    return null;
  }

  /** Its name in JSON and on the command line. */
  public String word() {
    return word;
  }

  /** What follows the name on the command line, as help shows it; empty if nothing. */
  public String arguments() {
    return arguments;
  }

  /** What it does, in a few words. */
  public String summary() {
    return summary;
  }

  public AnsweredBy answeredBy() {
    return answeredBy;
  }

  public Access access() {
    return access;
  }

  public boolean changesTheCluster() {
    return access == Access.ORDER;
  }

  /** Whether it must name a node. */
  boolean needsNode() {
    return this == PROMOTE;
  }

  /** Whether it speaks of the asked node when it names none. */
  public boolean meansThisNode() {
    return this == START || this == STOP;
  }

  /** Whether it says on or off instead of naming a node. */
  public boolean switches() {
    return this == MAINTENANCE;
  }
}
