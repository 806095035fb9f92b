package dev.koi.cli;

import dev.koi.cli.render.StoreText;
import dev.koi.wire.api.ApiJson;
import dev.koi.wire.api.ExitCode;
import dev.koi.wire.api.KvPair;
import dev.koi.wire.api.KvRequest;
import dev.koi.wire.api.KvView;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** {@code koi kv} and {@code koi noop}: from words to questions, and answers to text. */
final class Keys {

  /** How long a daemon lets a watch wait for a change. */
  static final Duration LONGEST_WATCH = Duration.ofSeconds(10);

  private static final String FROM_INPUT = "-";

  private final World world;
  private final QuickLine line;
  private final Options options;
  private final Asking asking;

  Keys(World world, QuickLine line, Asking asking) {
    this.world = world;
    this.line = line;
    this.options = line.options();
    this.asking = asking;
  }

  /** Returns the exit code. */
  int run() {
    try {
      return switch (line.command()) {
        case KV_GET -> value(asking.answer(request(reading())));
        case KV_LIST -> names();
        case KV_EXPORT -> export();
        case KV_WATCH -> new KeyWatch(world, line, asking).run(Watch::pause);
        case KV_IMPORT -> asking.print(new KeyImport(world, line, this).run());
        case KV_SET, KV_UNSET, KV_IF, KV_CAS, NOOP -> asking.print(write(writing(), UUID.randomUUID(), 1));
        case LOCAL, STATUS, PROMOTE, DEMOTE, ELECT, START, STOP, RECOVER, FAILURES, MAINTENANCE,
            RECONFIGURE, MEMBER_LIST, MEMBER_ADD, MEMBER_REMOVE, MEMBER_PROMOTE, MEMBER_TRANSFER ->
            throw new IllegalStateException(line.command().word() + " is not about keys");
      };
    } catch (IllegalArgumentException e) {
      return asking.print(Response.refused(Refusal.MALFORMED, String.valueOf(e.getMessage())));
    } catch (IOException e) {
      return asking.print(Response.refused(Refusal.FAILED, Problems.of(e)));
    }
  }

  /** Asks for this to be written: as often as need be, since by client and number it happens once. */
  Response write(KvRequest kv, UUID client, long number) {
    return asking.answer(request(kv.by(client, number)));
  }

  private Request request(KvRequest kv) {
    return asking.about(kv);
  }

  private KvRequest writing() throws IOException {
    List<String> words = line.words();
    return switch (line.command()) {
      case KV_SET -> KvRequest.set(words.get(0), text(words.get(1)));
      case KV_UNSET -> KvRequest.of(words.get(0));
      case KV_IF -> KvRequest.setIf(words.get(0), words.get(1), words.get(2), text(words.get(4)));
      case KV_CAS ->
          KvRequest.swap(
              words.get(0),
              QuickLine.revision(words.get(1)),
              options.unset ? null : text(words.get(2)));
      case LOCAL, STATUS, PROMOTE, DEMOTE, ELECT, START, STOP, RECOVER, FAILURES, MAINTENANCE,
          RECONFIGURE, KV_GET, KV_LIST, KV_WATCH, KV_EXPORT, KV_IMPORT, NOOP, MEMBER_LIST,
          MEMBER_ADD, MEMBER_REMOVE, MEMBER_PROMOTE, MEMBER_TRANSFER ->
          KvRequest.of(null);
    };
  }

  /** What {@code get} prints has a newline at its end, which is not the value's. */
  private String text(String word) throws IOException {
    if (!word.equals(FROM_INPUT)) {
      return word;
    }
    String text = Input.text(world.in().stream().readAllBytes(), "standard input");
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private KvRequest reading() {
    KvRequest kv = KvRequest.of(line.node());
    return options.stale ? kv.staleToo() : kv;
  }

  private int value(Response response) {
    KvView view = response.kv();
    if (view == null || response.refusal() != null) {
      return asking.print(response);
    }
    if (options.format == Options.Format.JSON) {
      print(ApiJson.write(view));
    } else {
      print(String.valueOf(view.value()));
    }
    sayAge(view);
    return response.code();
  }

  private int names() {
    Pages pages = new Pages(asking, reading());
    List<String> names = new ArrayList<>();
    while (pages.next()) {
      names.addAll(pages.view().names() == null ? List.of() : pages.view().names());
    }
    if (pages.wrong() != null) {
      return asking.print(pages.wrong());
    }
    KvView last = pages.view();
    if (options.format == Options.Format.JSON) {
      long revision = last.storeRevision() == null ? 0 : last.storeRevision();
      KvView.AsOf asOf = new KvView.AsOf(last.ageMillis(), revision);
      print(ApiJson.write(KvView.names(names, null, asOf)));
    } else {
      names.forEach(this::print);
    }
    sayAge(last);
    return ExitCode.DONE;
  }

  private int export() {
    Pages pages = new Pages(asking, reading());
    while (pages.next()) {
      for (KvView.Item item : Pages.items(pages.view())) {
        print(ApiJson.write(new KvPair(item.key(), String.valueOf(item.value()))));
      }
    }
    if (pages.wrong() != null) {
      return asking.print(pages.wrong());
    }
    sayAge(pages.view());
    return ExitCode.DONE;
  }

  private void print(String text) {
    print(world, text);
  }

  /** In UTF-8 whatever the locale: another one's characters would not come back as they were. */
  static void print(World world, String text) {
    world.out().writeBytes((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void sayAge(KvView view) {
    if (options.stale) {
      world.err().println("koi " + line.command().word() + ": " + StoreText.age(view.ageMillis()));
    }
  }
}
