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
      Access.ORDER),
  RECONFIGURE(
      "reconfigure",
      "[NODE]",
      "read a node's configuration again, this node's unless it is named",
      AnsweredBy.NODE,
      Access.ORDER),
  KV_GET("kv get", "KEY", "the value of a key", AnsweredBy.LEADER, Access.READ),
  KV_LIST("kv list", "[KEY]", "what is directly below a folder", AnsweredBy.LEADER, Access.READ),
  KV_SET("kv set", "KEY VALUE", "give a key a value", AnsweredBy.LEADER, Access.ORDER),
  KV_UNSET(
      "kv unset",
      "KEY",
      "remove a key, and the folders that only it kept",
      AnsweredBy.LEADER,
      Access.ORDER),
  KV_IF(
      "kv if",
      "KEY OP VALUE set NEW",
      "give a key a value if the one that it has compares so",
      AnsweredBy.LEADER,
      Access.ORDER),
  KV_CAS(
      "kv cas",
      "KEY REVISION [NEW]",
      "give a key a value, or remove it, if nobody wrote it since",
      AnsweredBy.LEADER,
      Access.ORDER),
  KV_WATCH(
      "kv watch",
      "[KEY]",
      "what changes at and below a key",
      AnsweredBy.LEADER,
      Access.READ),
  KV_EXPORT("kv export", "[KEY]", "all keys and values at and below a key", AnsweredBy.LEADER, Access.READ),
  KV_IMPORT("kv import", "[FILE]", "set many keys as a whole", AnsweredBy.LEADER, Access.ORDER),
  NOOP("noop", "", "agree on nothing", AnsweredBy.LEADER, Access.ORDER),
  MEMBER_LIST("member list", "", "the members that keep the store", AnsweredBy.LEADER, Access.READ),
  MEMBER_ADD("member add", "NAME|UUID", "make a node a member", AnsweredBy.LEADER, Access.ORDER),
  MEMBER_REMOVE(
      "member remove", "NAME|UUID", "make a node a member no more", AnsweredBy.LEADER, Access.ORDER),
  MEMBER_PROMOTE(
      "member promote", "NAME|UUID", "make a learner a voter", AnsweredBy.LEADER, Access.ORDER),
  MEMBER_TRANSFER(
      "member transfer", "[NODE]", "another member leads", AnsweredBy.LEADER, Access.ORDER);

  /** Which node can answer; any other passes the question on. */
  public enum AnsweredBy {
    ANY_NODE,
    LEADER,
    /** The one that is named; if none is, the one that was asked. */
    NODE,
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
    return switch (this) {
      case PROMOTE, MEMBER_ADD, MEMBER_REMOVE, MEMBER_PROMOTE -> true;
      case LOCAL, STATUS, DEMOTE, ELECT, START, STOP, RECOVER, FAILURES, MAINTENANCE, RECONFIGURE,
          KV_GET, KV_LIST, KV_SET, KV_UNSET, KV_IF, KV_CAS, KV_WATCH, KV_EXPORT, KV_IMPORT, NOOP,
          MEMBER_LIST, MEMBER_TRANSFER ->
          false;
    };
  }

  /** Whether it is about the store, and says what in a {@link KvRequest}. */
  public boolean isAboutKeys() {
    return this == NOOP || word.startsWith("kv ");
  }

  /** Whether it is about who keeps the store. */
  public boolean isAboutMembers() {
    return word.startsWith("member ");
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
