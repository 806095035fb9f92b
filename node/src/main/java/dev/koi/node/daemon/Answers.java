package dev.koi.node.daemon;

import dev.koi.core.message.Message.Answer;
import dev.koi.wire.api.ApiJson;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Response;
import dev.koi.wire.datagram.MessageCodec;
import dev.koi.wire.frame.Frame;

/** Answers that travel by datagram. */
final class Answers {

  private Answers() {}

  /** This line, or if no message can hold it, why there is none. */
  static Answer of(long number, String line) {
    Answer answer = new Answer(number, line);
    if (MessageCodec.encode(answer).length <= Frame.MAX_MESSAGE) {
      return answer;
    }
    String why =
        "the answer (%d KB) is more than fits into a message: ask the leader on its own socket"
            .formatted(line.length() / 1_000);
    return new Answer(number, ApiJson.write(Response.refused(Refusal.FAILED, why)));
  }
}
