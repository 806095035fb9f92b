package dev.koi.wire.datagram;

import java.util.HexFormat;

/** Golden files: hexadecimal, 32 bytes a line, so that a change shows as a small difference. */
public final class Hex {

  private static final int LINE = 64;

  private Hex() {}

  public static String lines(byte[] bytes) {
    String hex = HexFormat.of().formatHex(bytes);
    StringBuilder lines = new StringBuilder();
    for (int at = 0; at < hex.length(); at += LINE) {
      lines.append(hex, at, Math.min(hex.length(), at + LINE)).append('\n');
    }
    return lines.toString();
  }

  public static byte[] bytes(String lines) {
    return HexFormat.of().parseHex(lines.replace("\n", ""));
  }
}
