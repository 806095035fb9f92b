package dev.koi.wire.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.name.MemberId;
import dev.koi.core.name.NodeName;
import dev.koi.core.raft.Ballot;
import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.Content;
import dev.koi.core.raft.Entry;
import dev.koi.core.raft.Members;
import dev.koi.core.raft.Snapshot;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NoteCodecTest {

  private static final MemberId A = new MemberId(new NodeName("a"), new UUID(1, 1));
  private static final MemberId B = new MemberId(new NodeName("b"), new UUID(2, 2));
  private static final Members MEMBERS =
      new Members(new TreeSet<>(List.of(A)), new TreeSet<>(List.of(B)));

  @Test
  void everyKindIsReadAsItWasWritten() throws Exception {
    List<Note> notes =
        List.of(
            new Note.Identity(new UUID(3, 4), A),
            new Note.Voted(new Ballot(0, null)),
            new Note.Voted(new Ballot(7, B)),
            new Note.Appended(List.of()),
            new Note.Appended(
                List.of(
                    new Entry(5, 2, new Content.NoOp()),
                    new Entry(6, 2, new Content.Command(Bytes.NONE)),
                    new Entry(7, 3, new Content.Command(Bytes.wrap(new byte[] {1, 0, -1}))),
                    new Entry(8, 3, new Content.Configuration(MEMBERS)))),
            new Note.Truncated(0),
            new Note.Truncated(9),
            new Note.Snapshotted(new Snapshot.Head(90, 4, MEMBERS, 1000)),
            new Note.Piece(Bytes.wrap(new byte[] {9, 8})));
    for (Note note : notes) {
      assertThat(NoteCodec.decode(NoteCodec.encode(note))).isEqualTo(note);
    }
  }

  /** What is on a disk today must be readable for ever. */
  @Test
  void theFormatStaysAsItIs() {
    byte[] vote = NoteCodec.encode(new Note.Voted(new Ballot(7, B)));
    assertThat(HexFormat.of().formatHex(vote))
        .isEqualTo("12190807121" + "50a016212100000000000000002" + "0000000000000002");
  }

  @Test
  void whatIsNoNoteIsRefusedInWords() {
    assertThatThrownBy(() -> NoteCodec.decode(new byte[0]))
        .isInstanceOf(MalformedNote.class)
        .hasMessageContaining("a kind that this version knows");
    assertThatThrownBy(() -> NoteCodec.decode(new byte[] {10, 5, 1}))
        .isInstanceOf(MalformedNote.class)
        .hasMessageContaining("not protobuf");
    assertThatThrownBy(() -> NoteCodec.decode(new byte[] {10, 0}))
        .isInstanceOf(MalformedNote.class)
        .hasMessageContaining("an id has 16 bytes");
  }

  /** Read as one without a content, it would be lost when this node applies its log. */
  @Test
  void anEntryWithAContentOfALaterVersionIsRefused() {
    byte[] field100 = {0x1a, 0x05, 0x0a, 0x03, (byte) 0xa2, 0x06, 0x00};
    assertThatThrownBy(() -> NoteCodec.decode(field100))
        .isInstanceOf(MalformedNote.class)
        .hasMessageContaining("an entry without a content says nothing else");
  }
}
