package dev.koi.node.real;

import dev.koi.core.founding.Draft;
import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.RaftOutput.Persist;
import dev.koi.node.journal.DamagedJournal;
import dev.koi.node.journal.JournalFolder;
import dev.koi.node.journal.JournalWriter;
import dev.koi.node.port.Event;
import dev.koi.node.port.Ledger;
import dev.koi.wire.journal.Note;
import dev.koi.wire.state.DamagedState;
import dev.koi.wire.state.DraftCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The journal in the state folder. Its folder is all that a member is: who removes it, for whatever reason,
 * has a node that joins anew under another id.
 */
public final class RealLedger implements Ledger, AutoCloseable {

  /** Below the state folder. */
  public static final String FOLDER = "store";

  private static final String DRAFT = "draft";

  private final Path folder;
  private final Consumer<Event> inbox;
  private JournalFolder journal;
  private final @Nullable Found found;
  private final @Nullable Draft draft;
  private volatile @Nullable JournalWriter writer;

  /**
   * Reads what is there; the state folder belongs to this process.
   *
   * @throws DamagedJournal if anything in it is not what was written
   */
  public RealLedger(Path stateFolder, Consumer<Event> inbox) throws IOException, DamagedJournal {
    this.folder = stateFolder.resolve(FOLDER);
    this.inbox = inbox;
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(
          folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      DurableFolder.sync(stateFolder);
    }
    journal = JournalFolder.open(folder);
    Note.Identity identity = journal.identity();
    found =
        identity == null ? null : new Found(identity.cluster(), identity.member(), journal.stored());
    draft = found == null ? readDraft() : null;
    if (found != null) {
      writer = JournalWriter.begin(journal, listener());
    }
  }

  @Override
  public @Nullable Found found() {
    return found;
  }

  @Override
  public @Nullable Draft draft() {
    return draft;
  }

  private @Nullable Draft readDraft() throws IOException {
    Path file = folder.resolve(DRAFT);
    try {
      return DraftCodec.decode(Files.readAllBytes(file));
    } catch (NoSuchFileException _) {
      return null;
    } catch (DamagedState e) {
      // Its id was told perhaps, but never used: who founds with it finds nobody of it, and asks again.
      throw new IOException("%s: %s; remove it, and another is drawn".formatted(file, e.getMessage()), e);
    }
  }

  @Override
  public void draft(Draft next) {
    elsewhere(
        () -> {
          DurableFolder.replace(folder.resolve(DRAFT), DraftCodec.encode(next));
          return new Word.Drafted();
        });
  }

  @Override
  public void begin(Found blank) {
    elsewhere(
        () -> {
          journal.begin(new Note.Identity(blank.cluster(), blank.member()), blank.stored());
          writer = JournalWriter.begin(journal, listener());
          return new Word.Begun();
        });
  }

  @Override
  public void reopen() {
    elsewhere(
        () -> {
          close();
          JournalFolder again;
          try {
            again = JournalFolder.open(folder);
          } catch (DamagedJournal e) {
            return new Word.Failed(0, String.valueOf(e.getMessage()));
          }
          Note.Identity identity = again.identity();
          if (!again.hasRoom() || identity == null) {
            again.close();
            return new Word.Full(0, "there is no room in " + folder + " yet");
          }
          journal = again;
          writer = JournalWriter.begin(again, listener());
          return new Word.Reopened(new Found(identity.cluster(), identity.member(), again.stored()));
        });
  }

  /** Something that may fail on the disk, and what comes of it. */
  private interface Work {
    Word done() throws IOException;
  }

  /** What happens once in a life, one after the other, since each waits for the word of the one before. */
  private void elsewhere(Work work) {
    Thread.ofPlatform()
        .name("koi-ledger")
        .daemon()
        .start(
            () -> {
              Word word;
              try {
                word = work.done();
              } catch (IOException e) {
                word = new Word.Failed(0, "the store cannot be begun in " + folder + ": " + e.getMessage());
              }
              inbox.accept(new Event.Kept(word));
            });
  }

  @Override
  public void persist(Persist persist) {
    JournalWriter open = writer;
    if (open == null) {
      throw new IllegalStateException("nothing is begun in " + folder);
    }
    open.persist(persist);
  }

  @Override
  public void encode(long index, Supplier<Bytes> state) {
    Thread.ofVirtual()
        .name("koi-snapshot")
        .start(() -> inbox.accept(new Event.Kept(new Word.Frozen(index, state.get()))));
  }

  private JournalWriter.Listener listener() {
    return new JournalWriter.Listener() {
      @Override
      public void full(long ticket, String why) {
        inbox.accept(new Event.Kept(new Word.Full(ticket, why)));
      }

      @Override
      public void persisted(long ticket) {
        inbox.accept(new Event.Kept(new Word.Persisted(ticket)));
      }

      @Override
      public void failed(long ticket, String why) {
        inbox.accept(new Event.Kept(new Word.Failed(ticket, why)));
      }
    };
  }

  /** Finishes what was asked for. */
  @Override
  public void close() throws IOException {
    JournalWriter open = writer;
    writer = null;
    if (open == null) {
      journal.close();
    } else {
      open.close();
    }
  }
}
