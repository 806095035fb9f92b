package dev.koi.core.raft;

import dev.koi.core.Transcripts;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Consensus, told as stories. {@link Hamlet} says how to read them. */
class RaftTranscriptTest {

  static List<String> stories() throws IOException {
    return Transcripts.named("raft");
  }

  @ParameterizedTest
  @MethodSource("stories")
  void aStoryComesOutAsItIsWritten(String name) throws IOException {
    Hamlet hamlet = new Hamlet();
    Transcripts.check(name, hamlet::play);
  }
}
