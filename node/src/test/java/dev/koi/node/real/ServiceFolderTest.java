package dev.koi.node.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.message.Action;
import dev.koi.core.runner.Script;
import dev.koi.core.runner.ServiceSpec;
import dev.koi.node.port.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ServiceFolderTest {

  private static final Duration NEVER = Duration.ofHours(1);

  @TempDir Path services;

  @Test
  void foldersAndSingleExecutablesAreServicesWithTheirPriorities() throws IOException {
    executable("5-web/start", "#!/bin/sh\n");
    executable("5-web/status", "#!/bin/sh\n");
    executable("10-ip", "#!/bin/sh\n");
    Files.createDirectory(services.resolve("null-service"));
    assertThat(found().keySet()).containsExactlyInAnyOrder("web", "ip", "null-service");
    ServiceSpec web = found("web");
    assertThat(web.priority()).isEqualTo(5);
    assertThat(web.single()).isFalse();
    assertThat(web.folder()).isEqualTo(services.resolve("5-web").toString());
    assertThat(web.scripts().keySet()).containsExactly(Action.START, Action.STATUS);
    assertThat(web.scripts().get(Action.START))
        .extracting(Script::path)
        .isEqualTo(services.resolve("5-web/start").toString());
    ServiceSpec ip = found("ip");
    assertThat(ip.single()).isTrue();
    assertThat(ip.folder()).isEqualTo("/work-here");
    assertThat(ip.scripts().keySet()).containsExactly(Action.values());
    assertThat(found("null-service").priority()).isNull();
    assertThat(found("null-service").scripts()).isEmpty();
    assertThat(scan().complaints()).isEmpty();
  }

  @Test
  void unfitNamesAreIgnoredWithOneComplaintEach() throws IOException {
    for (String name : new String[] {"a.sh", "b~", "#c#", ".hidden", "100-big", "#d"}) {
      executable(name, "#!/bin/sh\n");
    }
    assertThat(found().keySet())
        .as("three digits are part of the name")
        .containsExactlyInAnyOrder("100-big", "#d");
    assertThat(scan().complaints()).hasSize(4);
  }

  @Test
  void ofTwoEntriesWithOneNameTheFirstByNameWins() throws IOException {
    executable("10-web", "#!/bin/sh\n");
    executable("9-web", "#!/bin/sh\n");
    assertThat(found("web").priority()).isEqualTo(10);
    assertThat(scan().complaints()).singleElement().asString().contains("9-web is ignored: 10-web");
  }

  @Test
  void aFileWithoutExecuteBitIsAbsent() throws IOException {
    Files.writeString(services.resolve("readme"), "text");
    Path start = executable("web/start", "#!/bin/sh\n");
    Files.setPosixFilePermissions(start, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(found().keySet()).containsExactly("web");
    assertThat(found("web").scripts()).isEmpty();
    assertThat(scan().complaints()).hasSize(2);
  }

  @Test
  void aFileNamedDisabledDisables() throws IOException {
    executable("web/start", "#!/bin/sh\n");
    assertThat(found("web").disabled()).isFalse();
    Files.createFile(services.resolve("web/disabled"));
    assertThat(found("web").disabled()).isTrue();
  }

  @Test
  void aScriptIsAnotherOneWhenItsContentOrItsFileIs() throws IOException {
    Path start = executable("web/start", "#!/bin/sh\n");
    Script first = start();
    assertThat(start()).isEqualTo(first);
    Files.writeString(start, "#!/bin/sh\nexit 1\n");
    Script changed = start();
    assertThat(changed.hash()).isNotEqualTo(first.hash());
    assertThat(changed.inode()).isEqualTo(first.inode());
    Path copy = executable("copy", "#!/bin/sh\nexit 1\n");
    Files.move(copy, start, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(start().hash()).isEqualTo(changed.hash());
    assertThat(start().inode()).isNotEqualTo(changed.inode());
  }

  @Test
  void aChangeBehindTheFirstMegabyteShowsInItsTime() throws IOException {
    Path start = executable("web/start", "x".repeat(1_100_000) + "a");
    Script first = start();
    Files.writeString(start, "x".repeat(1_100_000) + "b");
    Files.setLastModifiedTime(start, java.nio.file.attribute.FileTime.fromMillis(1));
    assertThat(start().hash()).isNotEqualTo(first.hash());
  }

  @Test
  void aMissingFolderIsAComplaint() {
    Event.Found found = new ServiceFolder(services.resolve("none"), services).scan();
    assertThat(found.services()).isEmpty();
    assertThat(found.complaints()).singleElement().asString().contains(services.resolve("none").toString());
  }

  @Test
  void changesAreToldAtOnceDownToTheExecuteBit() throws IOException {
    Inbox inbox = new Inbox();
    try (ServiceWatch _ = ServiceWatch.begin(folder(), NEVER, inbox)) {
      assertThat(inbox.await(Event.Found.class).services()).isEmpty();
      Files.createDirectory(services.resolve("web"));
      inbox.await(Event.Found.class, f -> f.services().size() == 1);
      Path start = executable("web/start", "#!/bin/sh\n");
      inbox.await(Event.Found.class, f -> f.services().getFirst().scripts().size() == 1);
      Files.setPosixFilePermissions(start, PosixFilePermissions.fromString("rw-r--r--"));
      inbox.await(Event.Found.class, f -> f.services().getFirst().scripts().isEmpty());
      Files.createFile(services.resolve("web/disabled"));
      inbox.await(Event.Found.class, f -> f.services().getFirst().disabled());
    }
  }

  @Test
  void whatIsWrongIsSaidOnceAndAgainOnlyAfterItWasWell() throws IOException {
    executable("a.sh", "#!/bin/sh\n");
    Inbox inbox = new Inbox();
    try (ServiceWatch _ = ServiceWatch.begin(folder(), NEVER, inbox)) {
      assertThat(inbox.await(Event.Found.class).complaints()).hasSize(1);
      Files.createDirectory(services.resolve("web"));
      Event.Found other = inbox.await(Event.Found.class, f -> f.services().size() == 1);
      assertThat(other.complaints()).isEmpty();
      Files.delete(services.resolve("a.sh"));
      inbox.await(Event.Found.class);
      executable("a.sh", "#!/bin/sh\n");
      assertThat(inbox.await(Event.Found.class).complaints()).hasSize(1);
    }
  }

  @Test
  void aFolderThatComesLaterIsFoundAtTheNextUnaskedLook() throws IOException {
    Inbox inbox = new Inbox();
    Path later = services.resolve("later");
    ServiceFolder folder = new ServiceFolder(later, services);
    try (ServiceWatch _ = ServiceWatch.begin(folder, Duration.ofMillis(20), inbox)) {
      assertThat(inbox.await(Event.Found.class).complaints()).hasSize(1);
      Files.createDirectory(later);
      inbox.await(Event.Found.class, f -> f.complaints().isEmpty());
    }
  }

  private ServiceFolder folder() {
    return new ServiceFolder(services, Path.of("/work-here"));
  }

  private Event.Found scan() {
    return folder().scan();
  }

  private Map<String, ServiceSpec> found() {
    return scan().services().stream().collect(Collectors.toMap(s -> s.name().text(), Function.identity()));
  }

  private ServiceSpec found(String name) {
    return Objects.requireNonNull(found().get(name), name);
  }

  private Script start() {
    return Objects.requireNonNull(found("web").scripts().get(Action.START), "no start");
  }

  private Path executable(String name, String text) throws IOException {
    Path file = services.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }
}
