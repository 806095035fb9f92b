package dev.koi.core.bully;

import dev.koi.core.Transcripts;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who leads, told as stories. {@link Village} says how to read them. */
class BullyTranscriptTest {

  static List<String> stories() throws IOException {
    return Transcripts.named("bully");
  }

  @ParameterizedTest
  @MethodSource("stories")
  void aStoryComesOutAsItIsWritten(String name) throws IOException {
    Village village = new Village();
    Transcripts.check(name, village::play);
  }
}
