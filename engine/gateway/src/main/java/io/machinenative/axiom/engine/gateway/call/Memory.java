package io.machinenative.axiom.engine.gateway.call;

import io.machinenative.axiom.api.InputRequest;
import io.machinenative.axiom.engine.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a call leaves to its next run, once our caller has answered: it travels through the caller,
 * sealed. Immutable.
 *
 * @param parked number of the call that waits; 0 for none, for servers of the newer era wait for
 *     nobody
 * @param state that the server wants back; null for none
 * @param questions to our caller, by the keys that it sees
 * @param theirs keys of the server, by ours
 * @param used keys of all rounds
 */
record Memory(
    long parked,
    String state,
    Map<String, InputRequest> questions,
    Map<String, String> theirs,
    List<String> used) {

  /** Of a question by a call that waits. */
  static Memory waiting(long token, String key, InputRequest question) {
    return new Memory(token, null, Map.of(key, question), Map.of(key, key), List.of());
  }

  /**
   * Of questions that a server of the newer era asks. A key that an earlier round had gets another
   * name, for the answers of all rounds come together.
   *
   * @param before of the round before; null in the first one
   */
  static Memory asking(Memory before, String state, Map<String, InputRequest> asked) {
    List<String> used = new ArrayList<>(before == null ? List.of() : before.used());
    Map<String, InputRequest> questions = new LinkedHashMap<>();
    Map<String, String> theirs = new LinkedHashMap<>();
    asked.forEach((key, question) -> {
      String ours = key;
      for (int i = 2; used.contains(ours); i++) {
        ours = key + "~" + i;
      }
      used.add(ours);
      questions.put(ours, question);
      theirs.put(ours, key);
    });
    return new Memory(0, state, questions, theirs, used);
  }

  String write() {
    Map<String, Object> asked = new LinkedHashMap<>();
    questions.forEach((key, question) ->
        asked.put(key, Map.of("method", question.method(), "params", question.parameters())));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("parked", parked);
    json.put("state", state);
    json.put("questions", asked);
    json.put("theirs", theirs);
    json.put("used", used);
    return Json.text(json);
  }

  /**
   * @param text that {@link #write} wrote: it was sealed meanwhile
   * @return null for null
   */
  static Memory read(String text) {
    if (text == null) {
      return null;
    }
    Map<?, ?> json = (Map<?, ?>) Json.read(text);
    Map<String, InputRequest> questions = new LinkedHashMap<>();
    ((Map<?, ?>) json.get("questions"))
        .forEach((key, value) -> {
          Map<?, ?> question = (Map<?, ?>) value;
          questions.put(
              key.toString(),
              Questions.of(question.get("method").toString(), (Map<?, ?>) question.get("params")));
        });
    Map<String, String> theirs = new LinkedHashMap<>();
    ((Map<?, ?>) json.get("theirs"))
        .forEach((key, value) -> theirs.put(key.toString(), value.toString()));
    return new Memory(
        ((Number) json.get("parked")).longValue(),
        json.get("state") instanceof String state ? state : null,
        questions,
        theirs,
        ((List<?>) json.get("used")).stream().map(Object::toString).toList());
  }
}
