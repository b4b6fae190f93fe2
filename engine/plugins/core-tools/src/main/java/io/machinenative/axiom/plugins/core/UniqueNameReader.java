package io.machinenative.axiom.plugins.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.minidev.json.JSONValue;
import net.minidev.json.writer.JsonReaderI;

/**
 * Builds maps, in the order of the text, and lists; refuses a name that an object has already. One
 * thread.
 */
final class UniqueNameReader extends JsonReaderI<Object> {
  UniqueNameReader() {
    super(JSONValue.defaultReader);
  }

  @Override
  public JsonReaderI<?> startObject(String name) {
    return this;
  }

  @Override
  public JsonReaderI<?> startArray(String name) {
    return this;
  }

  @Override
  public Object createObject() {
    return new LinkedHashMap<String, Object>();
  }

  @Override
  public Object createArray() {
    return new ArrayList<>();
  }

  @Override
  @SuppressWarnings("unchecked")
  public void setValue(Object object, String name, Object value) {
    Map<String, Object> map = (Map<String, Object>) object;
    if (map.containsKey(name)) {
      throw new IllegalArgumentException("two properties of the name '" + name + "'");
    }
    map.put(name, value);
  }

  @Override
  @SuppressWarnings("unchecked")
  public void addValue(Object array, Object value) {
    ((List<Object>) array).add(value);
  }

  @Override
  public Object convert(Object value) {
    return value;
  }
}
