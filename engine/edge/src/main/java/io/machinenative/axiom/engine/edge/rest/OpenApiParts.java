package io.machinenative.axiom.engine.edge.rest;

/** What each OpenAPI document has, whatever tools there are. Stateless. */
final class OpenApiParts {
  /** Paths that are no tools. */
  static final String PATHS =
      """
      "/v1/tools":{"get":{"operationId":"list-tools","summary":"Lists the tools",\
      "parameters":[{"name":"after","in":"query","description":"Name of the tool before the first",\
      "schema":{"type":"string"}},{"name":"limit","in":"query","schema":{"type":"integer",\
      "minimum":1,"maximum":1000,"default":100}}],"responses":{"200":{"description":"A page",\
      "content":{"application/json":{"schema":{"$ref":"#/components/schemas/ToolList"}}}},\
      "default":{"$ref":"#/components/responses/Problem"}}}},\
      "/v1/tools/{name}":{"get":{"operationId":"describe-tool","summary":"Describes a tool",\
      "parameters":[{"name":"name","in":"path","required":true,"schema":{"type":"string"}}],\
      "responses":{"200":{"description":"The tool","content":{"application/json":{"schema":\
      {"$ref":"#/components/schemas/Tool"}}}},\
      "default":{"$ref":"#/components/responses/Problem"}}}},\
      "/health":{"get":{"operationId":"health","summary":"Whether the server works",\
      "security":[],"responses":{"200":{"$ref":"#/components/responses/Health"},\
      "503":{"$ref":"#/components/responses/Health"}}}},\
      "/ready":{"get":{"operationId":"ready","summary":"Whether the server takes calls",\
      "security":[],"responses":{"200":{"$ref":"#/components/responses/Health"},\
      "503":{"$ref":"#/components/responses/Health"}}}}\
      """;

  /** Schemas that are no tool's: no tool's begins so, since those have a dot in them. */
  static final String SCHEMAS =
      """
      "Problem":{"type":"object","properties":{"type":{"type":"string"},"title":{"type":"string"},\
      "status":{"type":"integer"},"detail":{"type":"string"},"code":{"type":"integer",\
      "description":"Status of the wire"},"name":{"type":"string"},\
      "retryAfterMs":{"type":"integer"}},\
      "required":["type","title","status","detail","code","name"]},\
      "Part":{"type":"object","description":"How a call goes on: any number of objects with \
      progress, then one with what came of it.","properties":{"progress":{"type":"object",\
      "properties":{"done":{"type":"number"},"total":{"type":"number"},\
      "message":{"type":"string"}},"required":["done"]},"result":{},"text":{"type":"string"},\
      "base64":{"type":"string","contentEncoding":"base64"},"error":{"type":"object",\
      "properties":{"code":{"type":"integer"},"name":{"type":"string"},\
      "detail":{"type":"string"},"retryAfterMs":{"type":"integer"}},\
      "required":["code","name","detail"]}},"minProperties":1,"maxProperties":1},\
      "Health":{"type":"object","properties":{"live":{"type":"boolean"},\
      "ready":{"type":"boolean"},"reasons":{"type":"array","items":{"type":"string"}}},\
      "required":["live","ready","reasons"]},\
      "Tool":{"type":"object","properties":{"name":{"type":"string"},\
      "version":{"type":"string"},"title":{"type":"string"},"description":{"type":"string"},\
      "mode":{"enum":["inline","worker","blocking"]},\
      "accepts":{"type":"array","items":{"type":"string"}},"readOnly":{"type":"boolean"},\
      "idempotent":{"type":"boolean"},"destructive":{"type":"boolean"},\
      "openWorld":{"type":"boolean"},"inputSchema":{"type":["object","boolean"]},\
      "outputSchema":{"type":["object","boolean"]},"invoke":{"type":"string"}},\
      "required":["name","version","title","description","mode","accepts","readOnly",\
      "idempotent","destructive","openWorld","invoke"]},\
      "ToolList":{"type":"object","properties":{"epoch":{"type":"integer"},\
      "tools":{"type":"array","items":{"$ref":"#/components/schemas/Tool"}},\
      "next":{"type":"string","description":"Where the next page is"}},\
      "required":["epoch","tools"]}\
      """;

  /** What follows the schemas. */
  static final String OTHERS =
      """
      "responses":{"Problem":{"description":"The call failed","content":\
      {"application/problem+json":{"schema":{"$ref":"#/components/schemas/Problem"}}}},\
      "Health":{"description":"How the server is","content":{"application/json":{"schema":\
      {"$ref":"#/components/schemas/Health"}}}}},\
      "parameters":{"timeout":{"name":"Axiom-Timeout-Ms","in":"header",\
      "description":"Time left","schema":{"type":"integer"}},\
      "priority":{"name":"Axiom-Priority","in":"header","schema":{"enum":["low","normal","high",\
      "critical"]}},\
      "key":{"name":"Idempotency-Key","in":"header","description":"Calls with the same key are \
      made once","schema":{"type":"string"}},\
      "traceparent":{"name":"traceparent","in":"header","description":"W3C Trace Context",\
      "schema":{"type":"string","pattern":"^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}"}},\
      "tracestate":{"name":"tracestate","in":"header","description":"W3C Trace Context",\
      "schema":{"type":"string","maxLength":512}}}\
      """;

  /** Parameters of each call. */
  static final String PARAMETERS =
      """
      [{"$ref":"#/components/parameters/timeout"},{"$ref":"#/components/parameters/priority"},\
      {"$ref":"#/components/parameters/key"},{"$ref":"#/components/parameters/traceparent"},\
      {"$ref":"#/components/parameters/tracestate"}]\
      """;

  /** What a client that asks for it gets in the place of one answer. */
  static final String STREAMS =
      """
      "application/x-ndjson":{"schema":{"$ref":"#/components/schemas/Part"}},\
      "text/event-stream":{"schema":{"$ref":"#/components/schemas/Part"}}\
      """;

  /** How callers say who they are, where they are asked. */
  static final String SECURITY =
      """
      ,"securitySchemes":{"bearer":{"type":"http","scheme":"bearer",\
      "description":"An API key or a token of an issuer"},\
      "apiKey":{"type":"apiKey","in":"header","name":"X-API-Key"}}\
      """;

  private OpenApiParts() {}
}
