package dev.koi.cli;

import dev.koi.cli.Manual.Page;
import dev.koi.cli.Manual.Purpose;
import dev.koi.wire.api.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The part of {@link Manual} about the store and its members. */
final class ManualOfStore {

  private static final String ALREADY = "5:(kv if) the condition holds, and the value is NEW already";
  private static final String FALSE = "6:(kv if, kv cas) the condition does not hold";
  private static final String NOTHING = "7:(kv if) there is no such key";
  private static final String NO_FOLDER = "8:(kv list, kv export) there is no such folder";
  private static final String NO_KEY = "9:(kv get, kv unset) there is no such key";

  private ManualOfStore() {}

  static void pages(Map<String, Page> pages) {
    writing(pages);
    reading(pages);
    members(pages);
  }

  /** Those beyond the ones of all commands. */
  static List<String> exitCodes(String path) {
    List<String> codes = new ArrayList<>();
    if (path.equals("koi kv") || path.equals("koi")) {
      codes.addAll(List.of(ALREADY, FALSE, NOTHING, NO_FOLDER, NO_KEY));
    }
    Command command = Manual.command(path);
    if (command == Command.KV_IF) {
      codes.addAll(List.of(ALREADY, FALSE, NOTHING));
    } else if (command == Command.KV_CAS) {
      codes.add(FALSE);
    } else if (command == Command.KV_LIST || command == Command.KV_EXPORT) {
      codes.add(NO_FOLDER);
    } else if (command == Command.KV_GET || command == Command.KV_UNSET) {
      codes.add(NO_KEY);
    }
    return codes;
  }

  private static void writing(Map<String, Page> pages) {
    page(pages, "koi kv",
        "Reads and writes the store. Keys and values that a majority of the electors has on disk"
            + " before a write is said to be done; it needs cluster.electors. A key, VALUE or NEW that"
            + " begins with a dash stands behind --, unless it is a number.",
        "koi kv set site/owner a", "koi kv get site/owner");
    page(pages, "koi kv set",
        "Gives a key a value. A key is a path such as a/b/c, and never a folder too; a value has 32"
            + " KiB at most. Of what is read from standard input a newline at the end does not count.",
        "koi kv set site/owner a",
        "koi kv set site/motd - < motd.txt  # what a file says",
        "koi kv set -- site/offset --5  # what begins with a dash");
    page(pages, "koi kv unset",
        "Removes a key. The folders that only it kept go too.",
        "koi kv unset site/owner");
    page(pages, "koi kv if",
        "Gives a key a value if the one that it has compares so. Of several that race one wins. The"
            + " operators are those of test(1); what compares numbers does not hold unless both are whole"
            + " numbers.",
        "koi kv if site/owner = a set b  # hand over, unless somebody else has",
        "koi kv if site/tick -lt 10 set 10");
    page(pages, "koi kv cas",
        "Gives a key a value if nobody wrote it since. REVISION is that of the write that was read;"
            + " 0: the key must not exist.",
        "koi kv cas site/lock 0 \"$HOSTNAME\"  # who is first has it",
        "koi kv cas site/lock 4711 --unset");
    page(pages, "koi kv import",
        "Sets what an export says. Other keys stay as they are. Up to 56 KiB happen as a whole or not"
            + " at all; what is more is split into parts of that kind, in the order of the keys. Keys below"
            + " koi/ are left out. Asks first on a terminal; elsewhere --yes is needed.",
        "koi kv import --yes site.json",
        "koi -H 10.1.0.1 kv export site | koi kv import --yes  # from another cluster");
    page(pages, "koi noop",
        "Has the members agree on nothing. It shows that they can: it is done once a majority has it"
            + " on disk.",
        "koi noop");
  }

  private static void reading(Map<String, Page> pages) {
    page(pages, "koi kv get",
        "Prints the value of a key. It is the latest one, whichever node is asked; without a quorum"
            + " there is none but with --stale.",
        "koi kv get site/owner",
        "koi kv get site/owner -o json | jq .revision  # for koi kv cas",
        "koi kv get --stale site/owner  # also when cut off");
    page(pages, "koi kv list",
        "Prints what is directly below a folder. One name a line, folders with a slash behind them;"
            + " without KEY what is at the top.",
        "koi kv list site");
    page(pages, "koi kv watch",
        "Prints what is at and below a key, then each change. One a line: the key, a blank, the"
            + " value, in which newline, return, tab and backslash are \\n, \\r, \\t, \\\\ and other control"
            + " characters \\uXXXX; behind a key that was removed stands \\gone. Of several changes of a key"
            + " in quick succession the last is shown for certain. It goes on until Ctrl-C, also while there"
            + " is no leader.",
        "koi kv watch site",
        "koi kv watch site -o json | jq -c '[.key, .value]'  # value null: removed");
    page(pages, "koi kv export",
        "Prints all keys and values at and below a key. Each line is a JSON object with key and"
            + " value, in the order of the keys; what changes meanwhile may be in it or not.",
        "koi kv export > all.json",
        "koi kv export --stale site > site.json  # without a quorum");
  }

  private static void members(Map<String, Page> pages) {
    page(pages, "koi member",
        "Shows and changes who keeps the store. One member at a time is added or removed, while"
            + " everything goes on.",
        "koi member list");
    page(pages, "koi member list",
        "Shows the members that keep the store. Leader, voters and learners, how far each of them is,"
            + " and when it was heard.",
        "koi member list", "koi member list -w  # look again every second");
    page(pages, "koi member add",
        "Makes a node a member. It begins as a learner, which gets everything and has no vote.",
        "koi member add d");
    page(pages, "koi member remove",
        "Makes a node a member no more. Asks first on a terminal; elsewhere --yes is needed.",
        "koi member remove c --yes");
    page(pages, "koi member promote",
        "Makes a learner a voter.",
        "koi member promote d");
    page(pages, "koi member transfer",
        "Has another member lead. That one, or the one that is best placed.",
        "koi member transfer b");
  }

  private static void page(Map<String, Page> pages, String path, String about, String... shown) {
    pages.put(path, new Page(Purpose.STORE, about, shown));
  }
}
