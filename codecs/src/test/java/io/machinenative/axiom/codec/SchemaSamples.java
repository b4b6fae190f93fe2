package io.machinenative.axiom.codec;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Samples of messages that are written and read as the schema says, by the generated accessors'
 * names: for a family of many messages.
 */
final class SchemaSamples {
  private static final String PACKAGE = "io.machinenative.axiom.codec.";

  /** Above what a sample holds. */
  private static final int MOST_BYTES = 64 * 1024;

  private final Schema schema = Schema.read();
  private final Map<String, List<Method>> methods = new HashMap<>();

  private SchemaSamples() {}

  /** The messages with these template ids, both included. */
  static List<MessageSample> between(int first, int last) {
    SchemaSamples samples = new SchemaSamples();
    return samples.schema.messages().stream()
        .filter(message -> message.id() >= first && message.id() <= last)
        .map(samples::sample)
        .toList();
  }

  private MessageSample sample(Schema.Message message) {
    return new MessageSample(
        message.name(),
        message.id(),
        (values, buffer, offset, header) -> write(message, values, buffer, offset, header),
        (buffer, offset, header) -> read(message, buffer, offset, header));
  }

  // ── writing ──

  private int write(
      Schema.Message message,
      Values values,
      MutableDirectBuffer buffer,
      int offset,
      MessageHeaderEncoder header) {
    Object encoder = make(message.name() + "Encoder");
    call(encoder, "wrapAndApplyHeader", buffer, offset, header);
    writeAll(encoder, message.members(), values);
    return MessageSample.withHeader((int) call(encoder, "encodedLength"));
  }

  private void writeAll(Object encoder, List<Schema.Member> members, Values values) {
    for (Schema.Member member : members) {
      switch (member.kind()) {
        case "field" -> writeField(encoder, member, values);
        case "data" -> writeData(encoder, member, values);
        default -> {
          int count = values.count();
          Object group = call(encoder, member.name() + "Count", count);
          for (int i = 0; i < count; i++) {
            call(group, "next");
            writeAll(group, member.members(), values);
          }
        }
      }
    }
  }

  @SuppressWarnings("unchecked")
  private void writeField(Object encoder, Schema.Member member, Values values) {
    if (isSet(member.type())) {
      Object set = call(call(encoder, member.name()), "clear");
      choices(member.type()).forEach(choice -> call(set, choice, values.bit()));
      return;
    }
    Object value =
        schema.constants().containsKey(member.type())
            ? values.oneOf(constants(member.type()))
            : number(schema.encodings().getOrDefault(member.type(), member.type()), values);
    call(encoder, member.name(), value);
  }

  private static Object number(String type, Values values) {
    return switch (type) {
      case "int64", "uint64" -> values.int64();
      case "uint32" -> values.uint32();
      case "uint16" -> values.uint16();
      case "uint8" -> values.uint8();
      case "int32" -> values.int32();
      case "double" -> values.float64();
      default -> throw new AssertionError("no values of type " + type);
    };
  }

  private void writeData(Object encoder, Schema.Member member, Values values) {
    if (member.type().equals("varBytes")) {
      byte[] bytes = values.bytes();
      call(encoder, "put" + capital(member.name()), bytes, 0, bytes.length);
    } else {
      call(encoder, member.name(), values.text());
    }
  }

  // ── reading ──

  private List<Object> read(
      Schema.Message message, DirectBuffer buffer, int offset, MessageHeaderDecoder header) {
    Object decoder = make(message.name() + "Decoder");
    call(decoder, "wrapAndApplyHeader", buffer, offset, header);
    List<Object> fields = new ArrayList<>();
    readAll(decoder, message.members(), fields);
    return fields;
  }

  private void readAll(Object decoder, List<Schema.Member> members, List<Object> fields) {
    for (Schema.Member member : members) {
      switch (member.kind()) {
        case "field" -> readField(decoder, member, fields);
        case "data" -> fields.add(readData(decoder, member));
        default -> {
          Object group = call(decoder, member.name());
          fields.add(call(group, "count"));
          while ((boolean) call(group, "hasNext")) {
            call(group, "next");
            readAll(group, member.members(), fields);
          }
        }
      }
    }
  }

  private void readField(Object decoder, Schema.Member member, List<Object> fields) {
    Object value = call(decoder, member.name());
    if (isSet(member.type())) {
      choices(member.type()).forEach(choice -> fields.add(call(value, choice)));
    } else {
      fields.add(value);
    }
  }

  private Object readData(Object decoder, Schema.Member member) {
    if (!member.type().equals("varBytes")) {
      return call(decoder, member.name());
    }
    int length = (int) call(decoder, member.name() + "Length");
    if (length > MOST_BYTES) {
      throw new IndexOutOfBoundsException("a length of " + length); // before memory is taken
    }
    byte[] bytes = new byte[length];
    call(decoder, "get" + capital(member.name()), bytes, 0, bytes.length);
    return HexFormat.of().formatHex(bytes);
  }

  // ── the generated classes ──

  private boolean isSet(String type) {
    return schema.constants().containsKey(type)
        && !Character.isUpperCase(choices(type).getFirst().charAt(0));
  }

  private List<String> choices(String type) {
    return schema.constants().get(type).entrySet().stream()
        .sorted(Comparator.comparing(Map.Entry::getValue))
        .map(Map.Entry::getKey)
        .toList();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Enum[] constants(String type) {
    try {
      return (Enum[]) Class.forName(PACKAGE + type).getEnumConstants();
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static Object make(String name) {
    try {
      return Class.forName(PACKAGE + name).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** Calls the method of that name that takes these arguments. */
  private Object call(Object target, String name, Object... arguments) {
    for (Method method : methods(target.getClass(), name)) {
      if (method.getParameterCount() == arguments.length
          && takes(method.getParameterTypes(), arguments)) {
        try {
          return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
          if (e.getCause() instanceof RuntimeException cause) {
            throw cause;
          }
          throw new AssertionError(e);
        } catch (IllegalAccessException e) {
          throw new AssertionError(e);
        }
      }
    }
    throw new AssertionError("no " + name + " in " + target.getClass());
  }

  private List<Method> methods(Class<?> type, String name) {
    return methods.computeIfAbsent(
        type.getName() + '.' + name,
        key ->
            Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name))
                .toList());
  }

  private static boolean takes(Class<?>[] types, Object[] arguments) {
    for (int i = 0; i < types.length; i++) {
      boolean fits =
          types[i].isPrimitive()
              ? primitive(types[i], arguments[i])
              : types[i].isInstance(arguments[i]);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean primitive(Class<?> type, Object value) {
    return switch (value) {
      case Long _ -> type == long.class;
      case Integer _ -> type == int.class;
      case Short _ -> type == short.class;
      case Boolean _ -> type == boolean.class;
      case Double _ -> type == double.class;
      default -> false;
    };
  }

  private static String capital(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
