package io.machinenative.axiom.engine.json;

import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the bindings of one owner of records, say a version of a plugin. They remember the owner's
 * classes, and are to be let go with them; schemas are shared with other owners.
 *
 * <p>Immutable, any thread.
 */
public final class RecordBindings {
  private final RecordSchemas schemas;
  private final JsonMapper mapper = JsonDialect.mapper(JsonDialect.MAX_DEPTH);

  /**
   * @param schemas may outlive this
   */
  public RecordBindings(RecordSchemas schemas) {
    this.schemas = schemas;
  }

  /** As {@link RecordBinding#forInput}. */
  <T extends Record> RecordBinding<T> forInput(Class<T> type) {
    RecordBinding<T> binding = new RecordBinding<>(type, true, mapper, schemas);
    binding.parser();
    return binding;
  }

  /** As {@link RecordBinding#forOutput}. */
  <T extends Record> RecordBinding<T> forOutput(Class<T> type) {
    RecordBinding<T> binding = new RecordBinding<>(type, false, mapper, schemas);
    binding.printer();
    return binding;
  }
}
