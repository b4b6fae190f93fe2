package io.machinenative.axiom.engine.plugin;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.reflect.AccessFlag;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds, in the constant pools of a plugin's classes, what its manifest does not permit: to end or
 * start processes, native code, sockets. No code runs for it.
 *
 * <p>It is a belt, not a wall: reflection and method handles made from strings go unseen. Who must
 * keep hostile code out runs it elsewhere.
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
    for (PoolEntry entry : model.constantPool()) {
      switch (entry) {
        case ClassEntry type -> look(name, type.asInternalName(), "");
        case MemberRefEntry member ->
            look(name, member.owner().asInternalName(), "." + member.name().stringValue());
        default -> {}
      }
    }
    if (!permissions.natives()
        && model.methods().stream().anyMatch(m -> m.flags().has(AccessFlag.NATIVE))) {
      found.putIfAbsent("natives", name + " has native methods");
    }
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
