package dev.koi.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.node.port.Event;
import dev.koi.wire.api.ApiJson;
import dev.koi.wire.api.Command;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class UnixSocketServerTest {

  private static final String STATUS = ApiJson.write(Request.of(Command.STATUS));
  private static final String ELECT = ApiJson.write(Request.of(Command.ELECT));
  private static final String DONE = ApiJson.write(Response.done("done"));
  private static final Duration SOON = Duration.ofMillis(800);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Limits PATIENT = new Limits(1000, 4, 2, 100, 1000, LONG, LONG);
  private static final Limits IMPATIENT = new Limits(1000, 4, 2, 100, 1000, SOON, SOON);

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  @TempDir private Path folder;

  @Test
  void aQuestionBecomesAnEventAndItsAnswerComesBack() throws Exception {
    try (UnixSocketServer server = open(PATIENT);
        Caller caller = new Caller(server.path())) {
      caller.say(STATUS);
      Event.Asked asked = (Event.Asked) next();
      assertThat(ApiJson.write(asked.request())).isEqualTo(STATUS);
      server.reply(asked.connection(), DONE);
      assertThat(caller.hear()).isEqualTo(DONE);
    }
  }

  @Test
  void twoCallersGetTheirOwnAnswers() throws Exception {
    try (UnixSocketServer server = open(PATIENT);
        Caller first = new Caller(server.path());
        Caller second = new Caller(server.path())) {
      first.say(STATUS);
      long one = ((Event.Asked) next()).connection();
      second.say(ELECT);
      long two = ((Event.Asked) next()).connection();
      server.reply(two, ApiJson.write(Response.done("two")));
      server.reply(one, ApiJson.write(Response.done("one")));
      assertThat(first.hear()).contains("one");
      assertThat(second.hear()).contains("two");
    }
  }

  @Test
  void whatIsNoRequestIsAnsweredWithoutTheLoop() throws Exception {
    try (UnixSocketServer server = open(PATIENT);
        Caller caller = new Caller(server.path())) {
      caller.say("{\"version\":1,\"command\":\"stauts\"}");
      assertThat(heard(caller).refusal()).isEqualTo(Refusal.MALFORMED);
      caller.say(STATUS);
      assertThat(next()).isInstanceOf(Event.Asked.class);
      assertThat(events).isEmpty();
    }
  }

  @Test
  void aLineThatIsTooLongEndsTheConnection() throws Exception {
    try (UnixSocketServer server = open(PATIENT);
        Caller caller = new Caller(server.path())) {
      caller.bytes("x".repeat(1001).getBytes(UTF_8));
      assertThat(heard(caller).message()).contains("longer than 1000 bytes");
      assertThat(caller.hear()).isNull();
    }
  }

  @Test
  void bytesThatAreNoTextEndTheConnection() throws Exception {
    try (UnixSocketServer server = open(PATIENT);
        Caller caller = new Caller(server.path())) {
      caller.bytes(new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});
      assertThat(heard(caller).message()).contains("not UTF-8");
      assertThat(caller.hear()).isNull();
    }
  }

  @Test
  void aCallerThatGoesIsReported() throws Exception {
    try (UnixSocketServer server = open(PATIENT)) {
      long connection;
      try (Caller caller = new Caller(server.path())) {
        caller.say(STATUS);
        connection = ((Event.Asked) next()).connection();
        server.reply(connection, DONE);
        assertThat(caller.hear()).isEqualTo(DONE);
      }
      assertThat(next()).isEqualTo(new Event.HungUp(connection));
      server.reply(connection, DONE); // nobody is there: nothing happens
    }
  }

  @Test
  void whoAsksAndSaysNoMoreStillGetsTheAnswer() throws Exception {
    try (UnixSocketServer server = open(PATIENT);
        Caller caller = new Caller(server.path())) {
      caller.bytes(STATUS.getBytes(UTF_8)); // not even a line's end
      caller.sayNoMore();
      server.reply(((Event.Asked) next()).connection(), DONE);
      assertThat(caller.hear()).isEqualTo(DONE);
      assertThat(caller.hear()).isNull();
    }
  }

  @Test
  void moreQuestionsThanTheDaemonMayOweAreRefused() throws Exception {
    try (UnixSocketServer server = open(PATIENT);
        Caller caller = new Caller(server.path())) {
      caller.say(STATUS);
      caller.say(STATUS);
      caller.say(STATUS);
      assertThat(heard(caller).refusal()).isEqualTo(Refusal.OVERLOADED);
    }
  }

  @Test
  void moreConnectionsThanAllowedAreToldSo() throws Exception {
    try (UnixSocketServer server = open(PATIENT);
        Caller one = new Caller(server.path());
        Caller two = new Caller(server.path());
        Caller three = new Caller(server.path());
        Caller four = new Caller(server.path());
        Caller five = new Caller(server.path())) {
      assertThat(heard(five).refusal()).isEqualTo(Refusal.OVERLOADED);
      assertThat(five.hear()).isNull();
      for (Caller served : new Caller[] {one, two, three, four}) {
        served.say(STATUS);
        assertThat(next()).isInstanceOf(Event.Asked.class);
      }
    }
  }

  @Test
  void aConnectionThatAsksNothingIsClosed() throws Exception {
    try (UnixSocketServer server = open(IMPATIENT);
        Caller caller = new Caller(server.path())) {
      assertThat(caller.hear()).isNull();
    }
  }

  @Test
  void aConnectionThatWaitsForItsAnswerIsNotIdle() throws Exception {
    try (UnixSocketServer server = open(IMPATIENT);
        Caller waiting = new Caller(server.path());
        Caller idle = new Caller(server.path())) {
      waiting.say(ELECT);
      long connection = ((Event.Asked) next()).connection();
      assertThat(idle.hear()).isNull(); // so the limit has passed
      server.reply(connection, DONE);
      assertThat(waiting.hear()).isEqualTo(DONE);
    }
  }

  @Test
  void whoTakesNoAnswerLosesTheConnectionAndTheLoopDoesNotWait() throws Exception {
    try (UnixSocketServer server = open(IMPATIENT);
        Caller caller = new Caller(server.path())) {
      caller.say(STATUS);
      long connection = ((Event.Asked) next()).connection();
      server.reply(connection, "x".repeat(4_000_000)); // more than a socket's buffer takes
      assertThat(next()).isEqualTo(new Event.HungUp(connection));
    }
  }

  @Test
  void whatIsQueuedWhenTheDaemonEndsIsStillSent() throws Exception {
    UnixSocketServer server = open(PATIENT);
    try (Caller caller = new Caller(server.path())) {
      caller.say(ELECT);
      long connection = ((Event.Asked) next()).connection();
      server.reply(connection, DONE);
      server.close();
      assertThat(caller.hear()).isEqualTo(DONE);
      assertThat(caller.hear()).isNull();
    }
    assertThat(folder.resolve("run/koi.sock")).doesNotExist();
  }

  @Test
  void anotherUserMayReadButNotOrder() throws Exception {
    Path setpriv = Path.of("/usr/bin/setpriv");
    Assumptions.assumeTrue("root".equals(System.getProperty("user.name")) && Files.exists(setpriv));
    Assumptions.assumeTrue(everybodyReads(), "the checkout is for its owner alone");
    try (UnixSocketServer server = open(PATIENT)) {
      // As an admin who lets everybody read would do:
      Path run = folder.resolve("run");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.setPosixFilePermissions(server.path(), PosixFilePermissions.fromString("rw-rw-rw-"));
      Process process = asNobody(setpriv, server.path());
      Event.Asked asked = (Event.Asked) next();
      assertThat(ApiJson.write(asked.request())).isEqualTo(STATUS);
      server.reply(asked.connection(), DONE);
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(output.lines().toList()).hasSize(2);
      Response refused = ApiJson.response(output.lines().toList().getFirst());
      assertThat(refused.refusal()).isEqualTo(Refusal.NOT_ALLOWED);
      assertThat(refused.message()).contains("elect", "nobody");
      assertThat(next()).isEqualTo(new Event.HungUp(asked.connection()));
      assertThat(events).as("the order never reached the loop").isEmpty();
    }
  }

  /** Whether another user can load what it runs. */
  private static boolean everybodyReads() throws Exception {
    Path classes = Path.of(Caller.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    for (Path folder = classes; folder != null; folder = folder.getParent()) {
      if (!Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  private static Process asNobody(Path setpriv, Path socket) throws IOException {
    return new ProcessBuilder(
            setpriv.toString(),
            "--reuid=nobody",
            "--regid=nogroup",
            "--clear-groups",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Caller.class.getName(),
            socket.toString(),
            ELECT,
            STATUS)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private UnixSocketServer open(Limits limits) throws IOException {
    return UnixSocketServer.open(folder.resolve("run"), events::add, (_, _) -> {}, limits);
  }

  private Event next() throws InterruptedException {
    @Nullable Event event = events.poll(10, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("no event within 10 s");
    }
    return event;
  }

  private static Response heard(Caller caller) throws Exception {
    String line = caller.hear();
    if (line == null) {
      throw new AssertionError("the daemon closed the connection");
    }
    return ApiJson.response(line);
  }
}
