// A session with an Axiom server over TCP, written from docs/protocol.md and the generated codecs alone.
// Blocking, one thread, one call at a time.
#pragma once

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "io_machinenative_axiom_codec/Fragment.h"
#include "io_machinenative_axiom_codec/Goodbye.h"
#include "io_machinenative_axiom_codec/Heartbeat.h"
#include "io_machinenative_axiom_codec/Hello.h"
#include "io_machinenative_axiom_codec/Reject.h"
#include "io_machinenative_axiom_codec/Welcome.h"

using namespace io::machinenative::axiom::codec;
using Bytes = std::vector<char>;
using Clock = std::chrono::steady_clock;

// Bounds of docs/protocol.md, and those that this client names for itself.
constexpr std::size_t HEADER_BYTES = 8, FRAMING_BYTES = 6, MAX_FRAME_BYTES = 64 * 1024;
constexpr std::size_t FRAGMENT_OVERHEAD_BYTES = HEADER_BYTES + 16 + 4;
constexpr std::uint32_t MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
constexpr int MAX_UNFINISHED = 8, SILENT_INTERVALS_LIMIT = 3;

// The server said no; the other way is that one of both broke the protocol or the connection.
struct Refused : std::runtime_error { using std::runtime_error::runtime_error; };
struct Broken : std::runtime_error { using std::runtime_error::runtime_error; };

inline MessageHeader headerOf(Bytes &message) { return MessageHeader(message.data(), message.size()); }

// The generated codec checks var data against the message, but takes the block on trust: check it here.
template <typename T> T decode(Bytes &message) {
  MessageHeader header = headerOf(message);
  if (header.templateId() != T::SBE_TEMPLATE_ID || header.blockLength() < T::SBE_BLOCK_LENGTH)
    throw Broken("expected template " + std::to_string(T::SBE_TEMPLATE_ID) + " with a block of at least " +
                 std::to_string(T::SBE_BLOCK_LENGTH) + " bytes, got template " +
                 std::to_string(header.templateId()) + " with " + std::to_string(header.blockLength()));
  T decoded;
  decoded.wrapForDecode(message.data(), HEADER_BYTES, header.blockLength(), header.version(), message.size());
  return decoded;
}

template <typename T> T encode(Bytes &message, std::size_t lengthBytes) {
  message.assign(HEADER_BYTES + lengthBytes, 0);
  T encoder;
  encoder.wrapAndApplyHeader(message.data(), 0, message.size());
  return encoder;
}

class Connection {
 public:
  Connection(const std::string &host, const std::string &port) {
    addrinfo hints{}, *found = nullptr;
    hints.ai_socktype = SOCK_STREAM;
    if (int code = getaddrinfo(host.c_str(), port.c_str(), &hints, &found)) throw Broken(gai_strerror(code));
    for (addrinfo *a = found; a != nullptr && fd_ < 0; a = a->ai_next) {
      fd_ = socket(a->ai_family, a->ai_socktype, a->ai_protocol);
      if (fd_ >= 0 && connect(fd_, a->ai_addr, a->ai_addrlen) != 0) { close(fd_); fd_ = -1; }
    }
    freeaddrinfo(found);
    if (fd_ < 0) throw Broken("no connection to " + host + ":" + port + ": " + std::strerror(errno));
    int on = 1;
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    hello();
  }
  ~Connection() { if (fd_ >= 0) close(fd_); }
  Connection(const Connection &) = delete;
  Connection &operator=(const Connection &) = delete;

  // Sends a message: in one frame, or as Fragments when it is longer than one.
  void send(Bytes &message) {
    if (message.size() > maxMessageBytes_)
      throw Refused("a message of " + std::to_string(message.size()) + " bytes, the session takes " +
                    std::to_string(maxMessageBytes_));
    if (message.size() <= maxFrameBytes_) return sendFrame(message);
    if (!serverTakesFragments_) throw Refused("the message needs fragments, the server takes none");
    const std::size_t step = maxFrameBytes_ - FRAGMENT_OVERHEAD_BYTES;
    nextMessageId_++;
    for (std::size_t at = 0; at < message.size(); at += step) {
      const auto length = static_cast<std::uint32_t>(std::min(step, message.size() - at));
      Bytes frame;
      encode<Fragment>(frame, Fragment::computeLength(length))
          .messageId(nextMessageId_)
          .totalBytes(static_cast<std::uint32_t>(message.size()))
          .pieceOffset(static_cast<std::uint32_t>(at))
          .putPiece(message.data() + at, length);
      sendFrame(frame);
    }
  }

  // The next whole message that is not housekeeping.
  Bytes receive() {
    for (;;) {
      Bytes message = receiveFrame();
      if (headerOf(message).templateId() == Fragment::SBE_TEMPLATE_ID && !reassemble(message)) continue;
      const auto id = headerOf(message).templateId();
      if (id == Heartbeat::SBE_TEMPLATE_ID) {
        Heartbeat asked = decode<Heartbeat>(message);
        if (!asked.flags().reply()) heartbeat(asked.timestampNs(), true);
      } else if (id == Goodbye::SBE_TEMPLATE_ID) {  // what is in flight may still be answered
        Goodbye end = decode<Goodbye>(message);
        goodbye_ = "the server said goodbye: status " + std::to_string(end.statusRaw());
        goodbye_ += ", " + std::string(end.getMessageAsStringView());
        if (leaving_) return message;
      } else {
        return message;
      }
    }
  }

  void goodbye() {
    Bytes message;
    encode<Goodbye>(message, Goodbye::computeLength(0)).status(Status::SHUTDOWN).drainMs(1000).putMessage("", 0);
    sendFrame(message);
    leaving_ = true;
    try {
      while (headerOf(message = receive()).templateId() != Goodbye::SBE_TEMPLATE_ID) {}
    } catch (const Broken &) {
      // The server may close the connection before its own Goodbye is read: all the same, it is over.
    }
  }

 private:
  void hello() {
    const std::string name = "cpp-sample";
    Bytes message;
    Hello hello = encode<Hello>(message, Hello::computeLength(0, name.size(), 0));
    hello.capabilities().clear().fragments(true);
    hello.maxMessageBytes(MAX_MESSAGE_BYTES).creditWindow(1).heartbeatIntervalMs(intervalMs_).responseStreamId(0);
    hello.minVersion(1).maxVersion(Hello::SBE_SCHEMA_VERSION);
    hello.putResponseChannel("", 0).putClientName(name).putCredentials("", 0);
    sendFrame(message);
    Bytes reply = receive();
    if (headerOf(reply).templateId() == Reject::SBE_TEMPLATE_ID) {
      Reject reject = decode<Reject>(reply);
      throw Refused("rejected: status " + std::to_string(reject.statusRaw()) + ", " +
                    std::string(reject.getMessageAsStringView()));
    }
    Welcome welcome = decode<Welcome>(reply);
    maxMessageBytes_ = welcome.maxMessageBytes();
    maxFrameBytes_ = welcome.maxFrameBytes();
    intervalMs_ = static_cast<int>(welcome.heartbeatIntervalMs());
    serverTakesFragments_ = welcome.capabilities().fragments();
    if (maxFrameBytes_ <= FRAGMENT_OVERHEAD_BYTES || maxFrameBytes_ > MAX_FRAME_BYTES || intervalMs_ <= 0)
      throw Broken("a Welcome with impossible limits");
    welcomed_ = true;
  }

  void heartbeat(std::int64_t timestampNs, bool reply) {
    Bytes message;
    encode<Heartbeat>(message, Heartbeat::SBE_BLOCK_LENGTH).timestampNs(timestampNs).flags().clear().reply(reply);
    sendFrame(message);
  }

  // Takes one piece; true when the message is whole, and then holds it.
  bool reassemble(Bytes &message) {
    Fragment fragment = decode<Fragment>(message);
    const std::size_t total = fragment.totalBytes(), offset = fragment.pieceOffset();
    const std::int64_t id = fragment.messageId();
    const std::string_view piece = fragment.getPieceAsStringView();
    if (total > std::min<std::size_t>(maxMessageBytes_, MAX_MESSAGE_BYTES) || total < HEADER_BYTES)
      throw Broken("a fragmented message of " + std::to_string(total) + " bytes");
    auto &part = unfinished_[id];
    if (unfinished_.size() > MAX_UNFINISHED || offset != part.size() || piece.empty() ||
        piece.size() > total - offset)
      throw Broken("a fragment out of place");
    part.insert(part.end(), piece.begin(), piece.end());
    if (part.size() < total) return false;
    Bytes whole = std::move(part);
    unfinished_.erase(id);
    message = std::move(whole);
    return true;
  }

  void sendFrame(const Bytes &message) {
    const auto length = static_cast<std::uint32_t>(message.size() + FRAMING_BYTES);
    Bytes frame = {static_cast<char>(length >> 24), static_cast<char>(length >> 16), static_cast<char>(length >> 8),
                   static_cast<char>(length), '\xEB', '\x50'};
    frame.insert(frame.end(), message.begin(), message.end());
    for (std::size_t at = 0; at < frame.size();) {
      const ssize_t n = ::send(fd_, frame.data() + at, frame.size() - at, MSG_NOSIGNAL);
      if (n < 0 && errno != EINTR) throw Broken(std::string("write failed: ") + std::strerror(errno));
      at += static_cast<std::size_t>(std::max<ssize_t>(n, 0));
    }
    lastSent_ = Clock::now();
  }

  // One message from the stream: the Simple Open Framing Header, then as many bytes as it says.
  Bytes receiveFrame() {
    unsigned char framing[FRAMING_BYTES];
    readFully(reinterpret_cast<char *>(framing), FRAMING_BYTES);
    std::size_t length = 0;
    for (int i = 0; i < 4; i++) length = length << 8 | framing[i];
    if (framing[4] != 0xEB || framing[5] != 0x50 || length < FRAMING_BYTES + HEADER_BYTES ||
        length > FRAMING_BYTES + MAX_FRAME_BYTES)
      throw Broken("a malformed framing header");
    Bytes message(length - FRAMING_BYTES);
    readFully(message.data(), message.size());
    if (headerOf(message).schemaId() != MessageHeader::sbeSchemaId()) throw Broken("a message of another schema");
    return message;
  }

  // Reads exactly so many bytes, and says something to the server once in an interval while it waits.
  void readFully(char *into, std::size_t length) {
    const auto interval = std::chrono::milliseconds(intervalMs_);
    auto lastHeard = Clock::now();
    for (std::size_t at = 0; at < length;) {
      if (Clock::now() - lastSent_ >= interval && welcomed_) heartbeat(0, false);
      if (Clock::now() - lastHeard >= interval * SILENT_INTERVALS_LIMIT) throw Broken("the server is silent");
      pollfd waiting{fd_, POLLIN, 0};
      if (::poll(&waiting, 1, std::max(1, intervalMs_ / 2)) <= 0) continue;
      const ssize_t n = ::recv(fd_, into + at, length - at, 0);
      if (n == 0) throw Broken(goodbye_.empty() ? "the server closed the connection" : goodbye_);
      if (n < 0 && errno != EINTR) throw Broken(std::string("read failed: ") + std::strerror(errno));
      lastHeard = Clock::now();
      at += static_cast<std::size_t>(std::max<ssize_t>(n, 0));
    }
  }

  int fd_ = -1, intervalMs_ = 2000;
  std::size_t maxMessageBytes_ = 0, maxFrameBytes_ = MAX_FRAME_BYTES;
  bool welcomed_ = false, serverTakesFragments_ = false, leaving_ = false;
  std::int64_t nextMessageId_ = 0;
  std::map<std::int64_t, Bytes> unfinished_;
  std::string goodbye_;
  Clock::time_point lastSent_ = Clock::now();
};
