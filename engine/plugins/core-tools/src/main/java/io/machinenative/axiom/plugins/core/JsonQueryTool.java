package io.machinenative.axiom.plugins.core;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.api.TypedHandler;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * {@code core.json-query}: picks values out of a JSON document by a JSONPath. Stateless, any
 * thread; allocates the document's tree. Time is bounded by {@link QueryBudget}, memory by the
 * limits here.
 */
final class JsonQueryTool implements TypedHandler<JsonQueryTool.Request, JsonQueryTool.Reply> {
  static final int MAX_PATH_CHARS = 1024;

  @Description("The document and the path to look along: exactly one of document and data.")
  record Request(
      @Description(
              "JSONPath (RFC 9535 in the dialect of Jayway JsonPath), such as"
                  + " $.store.book[?(@.price < 10)].title. Begins with $. Regular expressions (=~)"
                  + " are refused.")
          @Constraint(minLength = 1, maxLength = MAX_PATH_CHARS, pattern = "^\\$")
          String path,
      @Description("The document itself, any JSON value but null.") @Constraint(optional = true)
          Object document,
      @Description(
              "The document as JSON text in UTF-8, at most 4 MiB: the raw tail of a COMPOUND"
                  + " payload, or base64 in JSON.")
          @Constraint(optional = true)
          Bytes data,
      @Description("Most matches to return; all are counted.")
          @Constraint(
              optional = true,
              defaultValue = "1000",
              minimum = 0,
              maximum = QueryBudget.MAX_MATCHES)
          int limit) {}

  @Description("What the path matches.")
  record Reply(
      @Description("Number of matches in the document.") int count,
      @Description("The matches in document order, as JSON values; at most limit of them.")
          List<Object> matches) {}

  private final LongSupplier clockNs;

  private JsonQueryTool(LongSupplier clockNs) {
    this.clockNs = clockNs;
  }

  /**
   * @param clockNs monotonic
   */
  static Tool tool(LongSupplier clockNs) {
    return Tool.named("core.json-query")
        .title("Query JSON")
        .description(
            "Returns the values of a JSON document that match a JSONPath. A path that matches"
                + " nothing gives a count of 0. Send a small document as the property document, a"
                + " large one as the raw tail of a COMPOUND payload.")
        .worker()
        .readOnly()
        .typed(Request.class, Reply.class, new JsonQueryTool(clockNs))
        .build();
  }

  @Override
  public Reply handle(Request request, CallContext call) {
    if ((request.document() == null) == (request.data() == null)) {
      throw ToolException.invalid(
          "expected exactly one of document and data, got "
              + (request.data() == null ? "none" : "both"));
    }
    Object document =
        request.data() == null ? request.document() : DocumentText.parse(request.data());
    DocumentText.requireBounds(document);
    List<?> matches =
        matches(PathRules.compile(request.path()), document, new QueryBudget(call, clockNs));
    int returned = Math.min(matches.size(), request.limit());
    return new Reply(matches.size(), Collections.unmodifiableList(matches.subList(0, returned)));
  }

  private static List<?> matches(JsonPath path, Object document, QueryBudget budget) {
    Configuration configuration =
        Configuration.builder()
            .jsonProvider(new BudgetedJsonProvider(budget))
            .evaluationListener(found -> budget.matchFound(found.index()))
            .build();
    Object result;
    try {
      result = path.read(document, configuration);
    } catch (PathNotFoundException e) {
      budget.requireUnspent();
      return List.of();
    } catch (ToolException e) {
      throw e;
    } catch (RuntimeException e) {
      // The library reports what it cannot evaluate with many types, some of them accidents.
      budget.requireUnspent();
      throw ToolException.error("the path cannot be evaluated on this document: " + e.getMessage());
    }
    budget.requireUnspent();
    return path.isDefinite() ? Collections.singletonList(result) : (List<?>) result;
  }
}
