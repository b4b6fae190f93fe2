package io.machinenative.axiom.engine.edge.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.TaskSupport;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.edge.call.CallRequest;
import io.machinenative.axiom.engine.edge.catalogue.ListedTool;
import io.machinenative.axiom.engine.edge.catalogue.ToolIndex;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.edge.json.JsonText;
import io.machinenative.axiom.engine.edge.json.Members;
import io.machinenative.axiom.engine.json.Json;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** tools/list and tools/call. Owned by the ingress thread. */
final class ToolMethods {
  static final byte[] NAME = JsonText.ascii("name");
  private static final byte[] ARGUMENTS = JsonText.ascii("arguments");
  private static final byte[] NO_ARGUMENTS = JsonText.ascii("{}");

  private final McpServer server;
  private final CallRequest call = new CallRequest();
  private final ToolForm plain = new ToolForm(false);
  private final ToolForm rich = new ToolForm(true);

  ToolMethods(McpServer server) {
    this.server = server;
  }

  void list(McpRequest request) {
    ToolIndex index = server.catalogue().tools();
    List<ListedTool> tools = index.tools();
    String after = Cursor.read(request.params());
    Caller caller = request.reply().caller();
    ByteSink sink = request.begin().put("\"tools\":[");
    boolean all = request.isStateless();
    ListedTool last = null;
    boolean more = false;
    int count = 0;
    for (int i = after == null ? 0 : index.firstAfter(after); !more && i < tools.size(); i++) {
      ListedTool tool = tools.get(i);
      if (!server.catalogue().allows(caller, tool.route().toolId())) {
        continue;
      }
      more = count == Cursor.PAGE;
      if (!more) {
        last = tool;
        sink.put(count++ == 0 ? "" : ",").put(all ? tool.listed() : tool.listedEarlier());
      }
    }
    sink.put(']');
    if (more) {
      Cursor.write(sink, last.route().name());
    }
    Caching.write(sink, request);
    request.finish(sink);
  }

  void call(McpRequest request) {
    Members params = request.params();
    int name = params.find(NAME);
    if (!params.isText(name)) {
      throw RpcException.invalidParams("expected the name of a tool");
    }
    ListedTool tool = find(params, name);
    if (tool == null) {
      throw RpcException.invalidParams("there is no tool named " + params.text(name));
    }
    if (!server.catalogue().allows(request.reply().caller(), tool.route().toolId())) {
      throw server
          .catalogue()
          .denied(
              request,
              tool.route().toolId(),
              RpcException.invalidParams("there is no tool named " + params.text(name)));
    }
    int arguments = params.find(ARGUMENTS);
    if (arguments != Members.ABSENT && params.kind(arguments) != '{') {
      throw RpcException.invalidParams("expected arguments that are an object");
    }
    if (request.isStateless() && request.reply().isHttp() && tool.headers().length > 0) {
      HeaderRules.check(request.reply(), tool.headers(), params, arguments);
    }
    begin(tool, params, arguments);
    request.trace(call);
    ToolForm form = tool.route().schemas().contents() ? rich : plain;
    TaskSupport support = tool.route().tasks().support();
    if (support != TaskSupport.FORBIDDEN && TaskRules.isWanted(request, form, support)) {
      new TaskCall(server, request, tool.route()).start(form, call);
    } else if (support != TaskSupport.REQUIRED) { // of that the client was told
      new EngineCall(server, request, form).start(call);
    }
  }

  private ListedTool find(Members params, int name) {
    byte[] bytes = params.bytes();
    int start = params.valueStart(name) + 1;
    int end = params.valueEnd(name) - 1;
    ListedTool tool = server.catalogue().tools().find(bytes, start, end);
    if (tool == null) {
      byte[] decoded = params.text(name).getBytes(UTF_8);
      tool = server.catalogue().tools().find(decoded, 0, decoded.length);
    }
    return tool;
  }

  /** The arguments as the tool takes them: as they came, or what they hold. */
  private void begin(ListedTool tool, Members params, int arguments) {
    int toolId = tool.route().toolId();
    if (tool.argumentType() == ContentType.JSON) {
      if (arguments == Members.ABSENT) {
        call.begin(toolId, NO_ARGUMENTS, 0, NO_ARGUMENTS.length);
      } else {
        int start = params.valueStart(arguments);
        call.begin(toolId, params.bytes(), start, params.valueEnd(arguments) - start);
      }
      return;
    }
    byte[] json = arguments == Members.ABSENT ? NO_ARGUMENTS : params.copy(arguments);
    byte[] payload = unwrapped(tool.argumentType(), Json.read(json));
    call.begin(toolId, payload, 0, payload.length);
    call.contentType(tool.argumentType());
  }

  private static byte[] unwrapped(ContentType type, Object arguments) {
    String member = type == ContentType.TEXT ? "text" : "base64";
    if (arguments instanceof Map<?, ?> map && map.get(member) instanceof String value) {
      try {
        return type == ContentType.TEXT ? value.getBytes(UTF_8) : Base64.getDecoder().decode(value);
      } catch (IllegalArgumentException e) {
        throw RpcException.invalidParams("arguments.base64: " + e.getMessage());
      }
    }
    throw RpcException.invalidParams("expected arguments with a text \"" + member + "\"");
  }
}
