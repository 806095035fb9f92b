package dev.koi.node.start;

import dev.koi.node.api.UnixSocketServer;
import dev.koi.node.daemon.Owed;
import dev.koi.node.daemon.Restart;
import dev.koi.node.log.Words;
import dev.koi.node.port.Journal;
import dev.koi.node.port.Journal.Level;
import dev.koi.wire.api.ApiJson;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One process, in which one inside after the other lives: a changed configuration that cannot be taken
 * up in place ends one in good order and raises the next. The local socket stays open meanwhile, so that
 * whoever asked for the change is told how it went.
 */
final class Residence {

  private final House.Outside outside;
  private final Rereading files;
  private final Journal journal;
  private final Mailbox mailbox;

  /** By what the house at hand runs, or at the end ran. */
  private Plan plan;

  Residence(Plan plan, Mailbox mailbox, Rereading files, Journal journal) {
    this.plan = plan;
    this.mailbox = mailbox;
    this.files = files;
    this.journal = journal;
    this.outside = new House.Outside(mailbox, files, journal, false);
  }

  /**
   * Lives until told to stop.
   *
   * @param ready is run once the node runs
   */
  void live(Runnable ready) throws CannotStart, IOException, InterruptedException {
    House house = House.raise(plan, null, outside);
    try {
      Restart restart = inhabit(house, ready);
      while (restart != null) {
        house.close();
        house = next(house, restart);
        restart = inhabit(house, () -> {});
      }
    } finally {
      house.close();
      house.socket().close();
    }
  }

  private @Nullable Restart inhabit(House house, Runnable begun)
      throws IOException, InterruptedException {
    files.services(house::follow);
    mailbox.open(house::post);
    try {
      return house.run(begun);
    } finally {
      mailbox.shut();
    }
  }

  private House next(House before, Restart restart) throws CannotStart, IOException {
    Plan old = plan;
    Plan fresh = old.with(restart.by(), files.latest().stated());
    Response answer = Response.done(restart.text());
    House house;
    try {
      house = House.raise(fresh, socketFor(fresh, before), outside.next());
      plan = fresh;
      files.follow(fresh.configuration());
      restart.text().lines().forEach(line -> journal.say(Level.INFO, line));
    } catch (CannotStart | IOException e) {
      String why = "the changed configuration cannot be taken up, the one before goes on: " + words(e);
      journal.say(Level.ERROR, why);
      answer = Response.refused(Refusal.FAILED, why);
      files.fallBack(old);
      house = House.raise(old, before.socket(), outside.next());
    }
    tell(house, before.socket(), restart.owed(), answer);
    return house;
  }

  /** The socket of the house before, unless the next one has another place for it. */
  private static @Nullable UnixSocketServer socketFor(Plan fresh, House before) {
    Path place = Path.of(fresh.configuration().node().runDir()).toAbsolutePath();
    return place.equals(before.socket().path().getParent()) ? before.socket() : null;
  }

  private void tell(House house, UnixSocketServer asked, List<Owed> owed, Response answer)
      throws IOException {
    List<Owed> nodes = new ArrayList<>();
    for (Owed one : owed) {
      switch (one) {
        case Owed.Caller caller -> asked.reply(caller.connection(), ApiJson.write(answer));
        case Owed.Node _ -> nodes.add(one);
      }
    }
    house.owes(nodes, answer);
    if (asked != house.socket()) {
      asked.close();
    }
  }

  static String words(Exception e) {
    return e instanceof IOException io ? Words.of(io) : String.valueOf(e.getMessage());
  }
}
