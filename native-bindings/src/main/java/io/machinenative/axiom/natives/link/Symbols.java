package io.machinenative.axiom.natives.link;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Turns a record of {@link Symbol}s into method handles. */
final class Symbols {
  private static final AddressLayout POINTER = ValueLayout.ADDRESS;

  private Symbols() {}

  /**
   * Links every component.
   *
   * @throws UnusableLibraryException naming all symbols that are missing
   */
  static <R extends Record> R link(Class<R> type, SymbolLookup symbols, String variant)
      throws UnusableLibraryException {
    RecordComponent[] components = type.getRecordComponents();
    Object[] handles = new Object[components.length];
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < components.length; i++) {
      Symbol symbol = symbolOf(type, components[i]);
      String name = symbol.value().replace("{variant}", variant);
      Optional<MemorySegment> address = symbols.find(name);
      if (address.isPresent()) {
        handles[i] = handle(symbol, address.get());
      } else if (!symbol.optional()) {
        missing.add(name);
      }
    }
    if (!missing.isEmpty()) {
      throw new UnusableLibraryException("lacks " + String.join(", ", missing));
    }
    return newRecord(type, handles);
  }

  private static Symbol symbolOf(Class<?> type, RecordComponent component) {
    Symbol symbol = component.getAnnotation(Symbol.class);
    if (symbol == null || component.getType() != MethodHandle.class) {
      throw new IllegalArgumentException(
          "expected MethodHandles with @Symbol, actual " + type.getName() + " " + component);
    }
    return symbol;
  }

  @SuppressWarnings("restricted")
  private static MethodHandle handle(Symbol symbol, MemorySegment address) {
    MemoryLayout[] takes =
        Arrays.stream(symbol.takes()).map(Symbols::layoutOf).toArray(MemoryLayout[]::new);
    FunctionDescriptor descriptor =
        symbol.returns() == void.class
            ? FunctionDescriptor.ofVoid(takes)
            : FunctionDescriptor.of(layoutOf(symbol.returns()), takes);
    List<Linker.Option> options = new ArrayList<>();
    if (symbol.returnsAtOnce()) {
      options.add(Linker.Option.critical(false));
    }
    if (symbol.errno()) {
      options.add(Linker.Option.captureCallState("errno"));
    }
    return Linker.nativeLinker()
        .downcallHandle(address, descriptor, options.toArray(Linker.Option[]::new));
  }

  private static MemoryLayout layoutOf(Class<?> carrier) {
    if (carrier == int.class) {
      return ValueLayout.JAVA_INT;
    }
    if (carrier == long.class) {
      return ValueLayout.JAVA_LONG;
    }
    if (carrier == double.class) {
      return ValueLayout.JAVA_DOUBLE;
    }
    if (carrier == MemorySegment.class) {
      return POINTER;
    }
    throw new IllegalArgumentException(
        "expected int, long, double or MemorySegment, actual " + carrier);
  }

  private static <R extends Record> R newRecord(Class<R> type, Object[] handles) {
    try {
      Class<?>[] parameters = new Class<?>[handles.length];
      Arrays.fill(parameters, MethodHandle.class);
      return type.cast(
          MethodHandles.privateLookupIn(type, MethodHandles.lookup())
              .findConstructor(type, MethodType.methodType(void.class, parameters))
              .invokeWithArguments(handles));
    } catch (Throwable e) {
      throw new IllegalStateException("expected a record of method handles, actual " + type, e);
    }
  }
}
