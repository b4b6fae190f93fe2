package io.machinenative.axiom.engine.plugin;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.reflect.AccessFlag;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds, in the constant pools of a plugin's classes, what its manifest does not permit: to end or
 * start processes, native code, sockets. No code runs for it.
 *
 * <p>It is a belt, not a wall. Of reflection and method handles it sees those whose strings lie in
 * one class: who looks a type up by the constant {@code java.lang.System} and has the constant
 * {@code exit}. Names that are put together as the code runs, come from a file, or lie in two
 * classes go unseen. Who must keep hostile code out runs it elsewhere.
 */
final class ForbiddenCode {
  private static final Set<String> PROCESS_CALLS =
      Set.of(
          "java/lang/System.exit",
          "java/lang/Runtime.exit",
          "java/lang/Runtime.halt",
          "java/lang/Runtime.exec");
  private static final Set<String> PROCESS_TYPES = Set.of("java/lang/ProcessBuilder");
  private static final Set<String> NATIVE_CALLS =
      Set.of(
          "java/lang/System.load",
          "java/lang/System.loadLibrary",
          "java/lang/Runtime.load",
          "java/lang/Runtime.loadLibrary",
          "java/lang/foreign/MemorySegment.reinterpret");
  private static final Set<String> NATIVE_TYPES =
      Set.of("java/lang/foreign/Linker", "java/lang/foreign/SymbolLookup");
  private static final Set<String> NETWORK_CALLS =
      Set.of("java/net/URL.openConnection", "java/net/URL.openStream", "java/net/URL.getContent");
  private static final Set<String> NETWORK_TYPES =
      Set.of(
          "java/net/Socket",
          "java/net/ServerSocket",
          "java/net/DatagramSocket",
          "java/net/MulticastSocket",
          "java/net/http/HttpClient",
          "java/nio/channels/SocketChannel",
          "java/nio/channels/ServerSocketChannel",
          "java/nio/channels/DatagramChannel",
          "java/nio/channels/AsynchronousSocketChannel",
          "java/nio/channels/AsynchronousServerSocketChannel",
          "javax/net/SocketFactory",
          "javax/net/ssl/SSLSocketFactory");

  /** What a type is looked up with. */
  private static final Set<String> TYPE_LOOKUPS =
      Set.of(
          "java/lang/Class.forName",
          "java/lang/ClassLoader.loadClass",
          "java/lang/invoke/MethodHandles$Lookup.findClass");

  /** What a method of a type is looked up with. */
  private static final Set<String> METHOD_LOOKUPS =
      Set.of(
          "java/lang/Class.getMethod",
          "java/lang/Class.getDeclaredMethod",
          "java/lang/Class.getMethods",
          "java/lang/Class.getDeclaredMethods",
          "java/lang/invoke/MethodHandles$Lookup.findStatic",
          "java/lang/invoke/MethodHandles$Lookup.findVirtual");

  private static final Set<String> ENDING_TYPES = Set.of("java.lang.System", "java.lang.Runtime");
  private static final Set<String> ENDING_METHODS = Set.of("exit", "halt");

  private final PluginPermissions permissions;

  /** The first use of each permission that is missing: what is used, and in which class. */
  private final Map<String, String> found = new TreeMap<>();

  ForbiddenCode(PluginPermissions permissions) {
    this.permissions = permissions;
  }

  /** Whether everything is permitted, so that nothing need be read. */
  boolean permitsAll() {
    return permissions.processes() && permissions.natives() && permissions.network();
  }

  /**
   * Reads a class.
   *
   * @throws IllegalArgumentException when it is none
   */
  void read(byte[] classFile) {
    ClassModel model = ClassFile.of().parse(classFile);
    String name = model.thisClass().asInternalName().replace('/', '.');
    Set<String> texts = new HashSet<>();
    boolean looksUpTypes = false;
    boolean looksUpMethods = false;
    for (PoolEntry entry : model.constantPool()) {
      switch (entry) {
        case ClassEntry type -> look(name, type.asInternalName(), "");
        case MemberRefEntry member -> {
          String type = member.owner().asInternalName();
          String method = member.name().stringValue();
          look(name, type, "." + method);
          looksUpTypes |= TYPE_LOOKUPS.contains(type + "." + method);
          looksUpMethods |= METHOD_LOOKUPS.contains(type + "." + method);
        }
        case StringEntry text -> texts.add(text.stringValue());
        default -> {}
      }
    }
    if (!permissions.processes() && ENDING_METHODS.stream().anyMatch(texts::contains)) {
      boolean byName = looksUpTypes && ENDING_TYPES.stream().anyMatch(texts::contains);
      if (byName || (looksUpMethods && loadsEndingType(model))) {
        found.putIfAbsent("processes", name + " uses java.lang.System.exit by its name");
      }
    }
    if (!permissions.natives()
        && model.methods().stream().anyMatch(m -> m.flags().has(AccessFlag.NATIVE))) {
      found.putIfAbsent("natives", name + " has native methods");
    }
  }

  /** Whether its code has {@code System.class} or {@code Runtime.class}, as an object. */
  private static boolean loadsEndingType(ClassModel model) {
    return model.methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(CodeModel::elementStream)
        .anyMatch(element ->
            element instanceof ConstantInstruction.LoadConstantInstruction load
                && load.constantEntry() instanceof ClassEntry type
                && ENDING_TYPES.contains(type.asInternalName().replace('/', '.')));
  }

  private void look(String user, String type, String member) {
    String used = type + member;
    note(permissions.processes(), "processes", user, used, PROCESS_CALLS, PROCESS_TYPES);
    note(permissions.natives(), "natives", user, used, NATIVE_CALLS, NATIVE_TYPES);
    note(permissions.network(), "network", user, used, NETWORK_CALLS, NETWORK_TYPES);
  }

  private void note(
      boolean permitted,
      String permission,
      String user,
      String used,
      Set<String> calls,
      Set<String> types) {
    if (!permitted && (calls.contains(used) || types.contains(used))) {
      found.putIfAbsent(permission, user + " uses " + used.replace('/', '.'));
    }
  }

  /** What is used without permission, and the line that would permit it; empty when nothing is. */
  Optional<String> verdict() {
    if (found.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    found.forEach((permission, use) ->
        text.append(text.isEmpty() ? "" : "; ")
            .append(use)
            .append(", which its manifest does not permit: say permissions: {")
            .append(permission)
            .append(": true} in ")
            .append(PluginManifest.PATH));
    return Optional.of(text.toString());
  }
}
