package io.machinenative.axiom.plugins.core;

import com.jayway.jsonpath.spi.json.JsonProvider;
import com.jayway.jsonpath.spi.json.JsonSmartJsonProvider;
import java.io.InputStream;
import java.util.Collection;
import net.minidev.json.parser.JSONParser;

/**
 * Maps and lists as the path library walks them, each look paid from a {@link QueryBudget}. One
 * thread, one query.
 */
final class BudgetedJsonProvider implements JsonProvider {
  private final JsonProvider values = new JsonSmartJsonProvider(JSONParser.MODE_RFC4627);
  private final QueryBudget budget;

  BudgetedJsonProvider(QueryBudget budget) {
    this.budget = budget;
  }

  @Override
  public Object parse(String json) {
    return values.parse(json);
  }

  @Override
  public Object parse(InputStream json, String charset) {
    return values.parse(json, charset);
  }

  @Override
  public String toJson(Object value) {
    budget.step();
    return values.toJson(value);
  }

  @Override
  public Object createArray() {
    return values.createArray();
  }

  @Override
  public Object createMap() {
    return values.createMap();
  }

  @Override
  public boolean isArray(Object value) {
    budget.step();
    return values.isArray(value);
  }

  @Override
  public int length(Object value) {
    budget.step();
    return values.length(value);
  }

  @Override
  public Iterable<?> toIterable(Object value) {
    budget.step();
    return values.toIterable(value);
  }

  @Override
  public Collection<String> getPropertyKeys(Object value) {
    budget.step();
    return values.getPropertyKeys(value);
  }

  @Override
  public Object getArrayIndex(Object array, int index) {
    budget.step();
    return values.getArrayIndex(array, index);
  }

  @Override
  @Deprecated
  public Object getArrayIndex(Object array, int index, boolean unwrap) {
    budget.step();
    return values.getArrayIndex(array, index, unwrap);
  }

  @Override
  public void setArrayIndex(Object array, int index, Object value) {
    budget.step();
    values.setArrayIndex(array, index, value);
  }

  @Override
  public Object getMapValue(Object map, String key) {
    budget.step();
    return values.getMapValue(map, key);
  }

  @Override
  public void setProperty(Object map, Object key, Object value) {
    budget.step();
    values.setProperty(map, key, value);
  }

  @Override
  public void removeProperty(Object map, Object key) {
    budget.step();
    values.removeProperty(map, key);
  }

  @Override
  public boolean isMap(Object value) {
    budget.step();
    return values.isMap(value);
  }

  @Override
  public Object unwrap(Object value) {
    budget.step();
    return values.unwrap(value);
  }
}
