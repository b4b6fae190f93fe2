package io.machinenative.axiom.plugins.aes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.natives.aes.AesKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a whole audit log and follows its chain.
 *
 * @param lines that are good, from the first on
 * @param lastChain chain value of the last good one, in hexadecimal digits
 * @param fault what is wrong with the line after these; empty when nothing is
 * @param anchorLine which line has the chain value that was asked for; 0 for none
 */
record AuditCheck(long lines, String lastChain, String fault, long anchorLine) {
  private static final int LINE_MAX = 64 << 10;

  /**
   * @param known lines that must be there
   * @param anchor chain value that a line must have, in hexadecimal digits; empty for none
   */
  static AuditCheck of(Path file, AesKey key, List<AuditMark> known, String anchor)
      throws IOException {
    AuditChain chain = new AuditChain(key);
    long lines = 0;
    long anchorLine = 0;
    String last = HexFormat.of().formatHex(AuditMark.NONE.chain());
    Map<Long, String> expected = new TreeMap<>();
    known.forEach(mark -> expected.put(mark.lines(), HexFormat.of().formatHex(mark.chain())));
    expected.remove(0L);
    String fault = "";
    try (BufferedReader reader = Files.newBufferedReader(file, UTF_8)) {
      for (String text = reader.readLine();
          text != null && fault.isEmpty();
          text = reader.readLine()) {
        AuditChain.Line line = text.length() > LINE_MAX ? null : AuditChain.Line.of(text);
        fault = fault(line, lines, last, chain);
        if (fault.isEmpty()) {
          lines++;
          last = line.chain();
          anchorLine = line.chain().equals(anchor) ? lines : anchorLine;
          if (!line.chain().equals(expected.getOrDefault(lines, last))) {
            fault = "line " + lines + " is another one than it was";
          }
          expected.remove(lines);
        }
      }
    } catch (CharacterCodingException e) {
      fault = "line " + (lines + 1) + " is no UTF-8: " + e;
    }
    if (fault.isEmpty() && !expected.isEmpty()) {
      fault =
          "expected line " + expected.keySet().iterator().next() + ", actual end after " + lines;
    }
    if (fault.isEmpty() && !anchor.isEmpty() && anchorLine == 0) {
      fault = "expected a line with the chain value " + anchor + ", actual none";
    }
    return new AuditCheck(lines, last, fault, anchorLine);
  }

  private static String fault(AuditChain.Line line, long lines, String last, AuditChain chain) {
    String where = "line " + (lines + 1);
    if (line == null) {
      return where + " is no audit line";
    }
    if (line.number() != lines + 1) {
      return where + " says that it is line " + line.number() + ": lines are missing or were added";
    }
    if (!line.previous().equals(last)) {
      return where + " does not follow the one before";
    }
    return line.chain().equals(HexFormat.of().formatHex(chain.of(line.body())))
        ? ""
        : where + " was changed";
  }
}
