package io.machinenative.axiom.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The byte layouts of the protocol page are those of the generated codecs, field for field. */
final class ProtocolLayoutTest {
  private static final String PACKAGE = "io.machinenative.axiom.codec.";

  private final Schema schema = Schema.read();

  static List<ProtocolPage.Layout> layouts() {
    return ProtocolPage.read().layouts();
  }

  @Test
  void pageDrawsEveryMessageInOrder() {
    List<String> drawn = layouts().stream().map(ProtocolPage.Layout::message).toList();
    assertEquals(schema.messages().stream().map(Schema.Message::name).toList(), drawn);
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void layoutIsThatOfTheCodec(ProtocolPage.Layout drawn) throws ReflectiveOperationException {
    Class<?> codec = Class.forName(PACKAGE + drawn.message() + "Decoder");
    assertEquals(constant(codec, "TEMPLATE_ID"), drawn.templateId(), drawn.message());
    assertEquals(constant(codec, "BLOCK_LENGTH"), drawn.blockBytes(), drawn.message());
    Schema.Message message =
        schema.messages().stream()
            .filter(candidate -> candidate.name().equals(drawn.message()))
            .findFirst()
            .orElseThrow();
    List<List<String>> expected = new ArrayList<>();
    addRows(expected, codec, "", message.members());
    assertEquals(lines(expected), lines(drawn.rows()), drawn.message());
  }

  private void addRows(
      List<List<String>> rows, Class<?> codec, String prefix, List<Schema.Member> members)
      throws ReflectiveOperationException {
    for (Schema.Member member : members) {
      String name = member.name();
      switch (member.kind()) {
        case "field" ->
            rows.add(
                List.of(
                    prefix + number(codec, name + "EncodingOffset"),
                    Integer.toString(number(codec, name + "EncodingLength")),
                    name,
                    shownType(member.type())));
        case "data" ->
            rows.add(
                List.of(
                    prefix + "var",
                    number(codec, name + "HeaderLength") + " + n",
                    name,
                    member.type()));
        case "group" -> {
          String nested = Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Decoder";
          Class<?> group = Class.forName(codec.getName() + "$" + nested);
          rows.add(
              List.of(
                  "group",
                  constant(group, "HEADER_SIZE") + " + entries",
                  name,
                  "block " + number(group, "sbeBlockLength")));
          addRows(rows, group, "+", member.members());
        }
        default -> throw new AssertionError("unknown kind of member: " + member);
      }
    }
  }

  /** Enums and sets by their name, everything else by what lies beneath. */
  private String shownType(String type) {
    return schema.constants().containsKey(type)
        ? type
        : schema.encodings().getOrDefault(type, type);
  }

  private static String lines(List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    rows.forEach(row -> text.append(String.join(" | ", row)).append('\n'));
    return text.toString();
  }

  private static int constant(Class<?> codec, String name) throws ReflectiveOperationException {
    Field field = codec.getDeclaredField(name);
    field.setAccessible(true);
    return field.getInt(null);
  }

  private static int number(Class<?> codec, String method) throws ReflectiveOperationException {
    return (int) codec.getDeclaredMethod(method).invoke(null);
  }
}
