// A client for Axiom over TCP.
//
//   axiom_client HOST PORT list              prints the tools: name, version, id, title
//   axiom_client HOST PORT call TOOL JSON    calls a tool and prints its reply
//   axiom_client HOST PORT echo              sends standard input through core.echo
//
// Exit codes: 0 done, 1 the server said no, 2 wrong usage, 3 no connection or a protocol error.

#include <iostream>
#include <iterator>

#include "axiom_connection.hpp"
#include "io_machinenative_axiom_codec/Error.h"
#include "io_machinenative_axiom_codec/Invoke.h"
#include "io_machinenative_axiom_codec/ListTools.h"
#include "io_machinenative_axiom_codec/Result.h"
#include "io_machinenative_axiom_codec/ToolList.h"

namespace {

std::uint32_t toolId(const std::string &name) {  // FNV-1a
  std::uint32_t hash = 0x811C9DC5u;
  for (unsigned char octet : name) hash = (hash ^ octet) * 0x01000193u;
  return hash;
}

// Waits for the reply to the one request that is under way, and throws when it is an Error.
template <typename T> T replyTo(Connection &connection, std::int64_t correlationId, Bytes &message) {
  for (;;) {
    message = connection.receive();
    const auto id = headerOf(message).templateId();
    if (id == Error::SBE_TEMPLATE_ID) {
      Error error = decode<Error>(message);
      throw Refused("status " + std::to_string(error.statusRaw()) + ": " +
                    std::string(error.getMessageAsStringView()));
    }
    if (id != T::SBE_TEMPLATE_ID) continue;  // Progress, or a message of a later version
    T reply = decode<T>(message);
    if (reply.correlationId() == correlationId) return reply;
  }
}

// Reads all pages, and starts again when the catalogue changes in between.
std::vector<std::string> list(Connection &connection) {
  std::vector<std::string> lines;
  std::string after;
  std::int64_t correlationId = 0, epoch = 0;
  for (bool more = true; more;) {
    Bytes request, answer;
    encode<ListTools>(request, ListTools::computeLength(after.size(), 0))
        .correlationId(++correlationId).pageSize(0).putAfter(after).putPrefix("", 0);
    connection.send(request);
    ToolList page = replyTo<ToolList>(connection, correlationId, answer);
    if (!lines.empty() && page.catalogueEpoch() != epoch) {
      lines.clear();
      after.clear();
      continue;
    }
    epoch = page.catalogueEpoch();
    more = page.more() != 0;
    auto &tools = page.tools();
    if (tools.sbeActingBlockLength() < ToolList::Tools::sbeBlockLength()) throw Broken("a group block that is too short");
    if (more && !tools.hasNext()) throw Broken("an empty page that is not the last");
    while (tools.hasNext()) {
      auto &tool = tools.next();
      const std::string id = std::to_string(tool.toolId());
      after = tool.getNameAsStringView();
      const std::string version(tool.getVersionAsStringView());
      lines.push_back(after + '\t' + version + '\t' + id + '\t' + std::string(tool.getTitleAsStringView()));
    }
  }
  return lines;
}

std::string call(Connection &connection, const std::string &tool, ContentType::Value type, const std::string &payload) {
  Bytes request, answer;
  Invoke invoke = encode<Invoke>(request, Invoke::computeLength(0, payload.size()));
  invoke.correlationId(1).relativeDeadlineNs(Invoke::relativeDeadlineNsNullValue());
  invoke.idempotencyKeyHigh(0).idempotencyKeyLow(0);
  invoke.traceIdHigh(0).traceIdLow(0).parentSpanId(0).traceFlags(0);
  invoke.toolId(toolId(tool)).priority(Priority::NORMAL).contentType(type).reserved(0);
  invoke.putTraceState("", 0).putPayload(payload);
  connection.send(request);
  return std::string(replyTo<Result>(connection, 1, answer).getPayloadAsStringView());
}

int run(const std::vector<std::string> &args) {
  const std::string command = args.size() < 3 ? "" : args[2];
  const bool listing = command == "list" && args.size() == 3;
  const bool calling = command == "call" && args.size() == 5;
  const bool echoing = command == "echo" && args.size() == 3;
  if (!listing && !calling && !echoing) {
    std::cerr << "usage: axiom_client HOST PORT list | call TOOL JSON | echo\n";
    return 2;
  }
  Connection connection(args[0], args[1]);
  try {
    if (listing) {
      for (const std::string &line : list(connection)) std::cout << line << '\n';
    } else if (calling) {
      std::cout << call(connection, args[3], ContentType::JSON, args[4]) << '\n';
    } else {
      const std::string input((std::istreambuf_iterator<char>(std::cin)), std::istreambuf_iterator<char>());
      std::cout << call(connection, "core.echo", ContentType::BINARY, input);
    }
    std::cout.flush();
  } catch (const Refused &) {  // the session is as good as before
    connection.goodbye();
    throw;
  }
  connection.goodbye();
  return 0;
}

}  // namespace

int main(int argc, char **argv) {
  try {
    return run(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const Refused &refused) {
    std::cerr << "axiom_client: " << refused.what() << '\n';
    return 1;
  } catch (const std::exception &broken) {
    std::cerr << "axiom_client: " << broken.what() << '\n';
    return 3;
  }
}
