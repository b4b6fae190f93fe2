package io.machinenative.axiom.codec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * The schema as it is written, read without the SBE tool: what the documents and the generated
 * codecs are compared with.
 *
 * @param encodings what lies beneath each enum, set and simple type, by name
 * @param constants the constants of each enum and the choices of each set, by the name of the type
 */
record Schema(
    List<Message> messages,
    Map<String, String> encodings,
    Map<String, Map<String, Integer>> constants) {

  /** A message: its fields, groups and var data in order. */
  record Message(String name, int id, List<Member> members) {}

  /**
   * A field, a group or var data.
   *
   * @param kind {@code field}, {@code group} or {@code data}
   * @param type as the schema names it; empty for a group
   * @param members of a group
   */
  record Member(String kind, String name, String type, List<Member> members) {}

  static Schema read() {
    Path file = ProjectRoot.path().resolve("codecs/src/main/resources/sbe/axiom.xml");
    Document document;
    try {
      document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
    Map<String, String> encodings = new HashMap<>();
    Map<String, Map<String, Integer>> constants = new HashMap<>();
    List<Message> messages = new ArrayList<>();
    for (Element child : children(document.getDocumentElement())) {
      if (child.getTagName().equals("types")) {
        readTypes(child, encodings, constants);
      } else {
        int id = Integer.parseInt(child.getAttribute("id"));
        messages.add(new Message(child.getAttribute("name"), id, members(child)));
      }
    }
    return new Schema(messages, encodings, constants);
  }

  private static void readTypes(
      Element types, Map<String, String> encodings, Map<String, Map<String, Integer>> constants) {
    for (Element type : children(types)) {
      String name = type.getAttribute("name");
      switch (type.getTagName()) {
        case "type" -> encodings.put(name, type.getAttribute("primitiveType"));
        case "enum", "set" -> {
          encodings.put(name, type.getAttribute("encodingType"));
          Map<String, Integer> values = new HashMap<>();
          for (Element value : children(type)) {
            values.put(value.getAttribute("name"), Integer.valueOf(value.getTextContent()));
          }
          constants.put(name, values);
        }
        default -> encodings.put(name, name);
      }
    }
  }

  private static List<Member> members(Element parent) {
    List<Member> members = new ArrayList<>();
    for (Element child : children(parent)) {
      members.add(
          new Member(
              child.getTagName(),
              child.getAttribute("name"),
              child.getAttribute("type"),
              members(child)));
    }
    return members;
  }

  private static List<Element> children(Element parent) {
    List<Element> children = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        children.add(element);
      }
    }
    return children;
  }
}
