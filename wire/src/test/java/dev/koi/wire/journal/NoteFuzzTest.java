package dev.koi.wire.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** What a record of the journal holds: a note that is written and read as itself, or damage. */
class NoteFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void anyBytesAreANoteOrAreRefused(byte[] bytes) throws MalformedNote {
    Note note;
    try {
      note = NoteCodec.decode(bytes);
    } catch (MalformedNote _) {
      return;
    }
    assertThat(NoteCodec.decode(NoteCodec.encode(note))).isEqualTo(note);
  }
}
