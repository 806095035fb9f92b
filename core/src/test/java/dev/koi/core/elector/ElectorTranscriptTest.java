package dev.koi.core.elector;

import dev.koi.core.Transcripts;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is master, told as stories. {@link Court} says how to read them. */
class ElectorTranscriptTest {

  static List<String> stories() throws IOException {
    return Transcripts.named("elector");
  }

  @ParameterizedTest
  @MethodSource("stories")
  void aStoryComesOutAsItIsWritten(String name) throws IOException {
    Court court = new Court();
    Transcripts.check(name, court::play);
  }
}
