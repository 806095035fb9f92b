package dev.koi.wire.state;

import dev.koi.core.founding.Draft;
import dev.koi.core.name.MemberId;
import dev.koi.core.name.NodeName;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What an elector without a journal keeps: a few lines of text, so that a person sees what a store waits
 * for. The first line says what it is, the second who this is, each further one a founder.
 */
public final class DraftCodec {

  private static final String HEAD = "koi draft 1";
  private static final String SELF = "self";
  private static final String FOUNDER = "founder";

  private DraftCodec() {}

  public static byte[] encode(Draft draft) {
    StringBuilder text = new StringBuilder(HEAD).append('\n');
    line(text, SELF, draft.self());
    draft.founders().forEach(founder -> line(text, FOUNDER, founder));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void line(StringBuilder text, String word, MemberId id) {
    text.append(word).append(' ').append(id.name()).append(' ').append(id.drawn()).append('\n');
  }

  /**
   * The draft again.
   *
   * @throws DamagedState if it is none
   */
  public static Draft decode(byte[] bytes) throws DamagedState {
    List<String> lines = text(bytes).lines().toList();
    if (lines.size() < 2 || !lines.getFirst().equals(HEAD)) {
      throw new DamagedState("a draft begins with '" + HEAD + "', and says whose it is");
    }
    List<MemberId> founders = new ArrayList<>();
    for (String line : lines.subList(2, lines.size())) {
      founders.add(id(FOUNDER, line));
    }
    return new Draft(id(SELF, lines.get(1)), founders);
  }

  private static String text(byte[] bytes) throws DamagedState {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new DamagedState("a draft is UTF-8 text");
    }
  }

  private static MemberId id(String word, String line) throws DamagedState {
    List<String> words = List.of(line.split(" ", -1));
    if (words.size() != 3 || !words.getFirst().equals(word)) {
      throw new DamagedState("a line of a draft says '" + word + " NAME UUID'");
    }
    try {
      return new MemberId(new NodeName(words.get(1)), UUID.fromString(words.get(2)));
    } catch (IllegalArgumentException e) {
      throw new DamagedState("a line of a draft: " + e.getMessage());
    }
  }
}
