package dev.koi.sim;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.message.Action;
import dev.koi.core.message.Card;
import dev.koi.core.message.Claim;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import dev.koi.core.runner.Script;
import dev.koi.core.runner.ServiceSpec;
import dev.koi.core.time.Moment;
import dev.koi.node.daemon.Inspection;
import dev.koi.node.daemon.Settings;
import dev.koi.node.port.Event;
import dev.koi.node.port.Journal;
import dev.koi.node.port.Ports;
import dev.koi.node.port.Scripts;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A program that is wrong on purpose: it promotes what it finds, on every node, and asks nobody. */
final class Careless implements Program {

  private final Settings settings;
  private final Ports ports;
  private final Map<GroupName, Epoch> answered;
  private boolean ended;

  Careless(Settings settings, Ports ports, Map<GroupName, Epoch> answered) {
    this.settings = settings;
    this.ports = ports;
    this.answered = answered;
  }

  @Override
  public void start() {
    ports.journal().say(Journal.Level.INFO, "careless " + ports.entropy().draw());
  }

  @Override
  public void handle(Event event, boolean more) {
    if (event instanceof Event.Found found) {
      found.services().forEach(this::promote);
    } else if (event instanceof Event.Stop) {
      ended = true;
    } else if (event instanceof Event.Tick) {
      settings.transport().addresses().forEach(to -> ports.datagrams().send(to, new byte[] {1, 2, 3}));
    }
  }

  private void promote(ServiceSpec service) {
    Script script = service.scripts().get(Action.PROMOTE);
    if (script != null) {
      long epoch = answered.getOrDefault(GroupName.DEFAULT, Epoch.NONE).number();
      ports
          .scripts()
          .launch(
              new Scripts.Launch(
                  ports.entropy().draw(),
                  List.of(script.path(), "promote"),
                  service.folder(),
                  Map.of("KOI_EPOCH", Long.toString(epoch)),
                  "promote " + service.name(),
                  null));
    }
  }

  @Override
  public Moment nextWake() {
    return ports.clock().now().plus(Duration.ofMillis(40));
  }

  @Override
  public boolean hasEnded() {
    return ended;
  }

  @Override
  public Inspection inspect() {
    Incarnation run = new Incarnation(new NodeId(settings.boot()), settings.boot(), 0);
    Card card = new Card(run, settings.name(), true, true, 0, "careless", Duration.ZERO);
    return new Inspection(card, new Claim.Listening(), Agreed.EMPTY, answered);
  }
}
