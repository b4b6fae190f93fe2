package io.machinenative.axiom.engine.config;

import io.machinenative.axiom.engine.base.EngineLimits;

/**
 * The keys of a configuration file: the one declaration of each. Its name in the file is {@link
 * #path()}; the reference page is made of this enum.
 */
public enum ConfigKey {
  NAME("name", Kind.TEXT, "axiom", "Name of the server, as clients see it in Welcome."),
  LISTEN(
      "listen",
      Kind.LIST,
      "[\"tcp://127.0.0.1:7400\", \"aeron:ipc\"]",
      "Addresses to listen on: tcp://host:port, tcps://host:port with TLS, aeron:ipc,"
          + " aeron:udp?endpoint=host:port."),
  DATA(
      "data",
      Kind.TEXT,
      "",
      "Directory for counters and the error log, which then outlive the process. Empty: in"
          + " memory."),
  MOUNT(
      "mount",
      Kind.TEXT,
      "",
      "dedicated: a thread for each agent, lowest latency where there are cores. shared: one thread"
          + " for ingress, one for workers. Empty: dedicated from 6 cores on."),
  WORKERS(
      "workers",
      Kind.NUMBER,
      "",
      "Agents that run WORKER tools. More run more at once and compete with ingress for cores."
          + " Empty: cores - 2, at least 1."),
  CPUS(
      "cpus",
      Kind.CPUS,
      "",
      "CPUs for the threads of ingress and workers, one each in that order, from the first again"
          + " when there are more threads; Linux only. Give them to nobody else (isolcpus). Empty:"
          + " the system's scheduler decides."),
  PLUGINS(
      "plugins",
      Kind.TEXT,
      "",
      "Folder of plugins. Its jars are loaded at start, and watched: a new one is installed, a"
          + " changed one swapped in without a failed call, the plugin of a removed one taken out."
          + " Empty: none."),
  PLUGIN_TRUST(
      "plugin.trust",
      Kind.TEXT,
      "",
      "Folder of public keys, NAME.pub each, as axiom plugin keygen makes them. A jar in the folder"
          + " of plugins that is not signed by one of them is refused, and so is a folder of"
          + " classes. Empty: all are loaded."),
  PLUGIN_MANAGE(
      "plugin.manage",
      Kind.FLAG,
      "false",
      "Clients may install, swap, disable and remove plugins in the folder of plugins: whoever can"
          + " call tools can then run code in this server, so set a token or plugin.trust. false:"
          + " only who can write to the folder."),
  PLUGIN_DRAIN(
      "plugin.drain",
      Kind.DURATION,
      "30s",
      "Calls of a version that is replaced or removed are awaited so long before its teardown; what"
          + " still runs then fails. Longer than the longest call that matters costs nothing but"
          + " the wait where a tool does not return. Operations of pipelines are awaited until they"
          + " end, however long that is."),
  TLS_CERTIFICATE(
      "tls.certificate",
      Kind.TEXT,
      "",
      "PEM file with the server's chain of certificates, its own first, for addresses of tcps: and"
          + " https:. A changed file is taken over within a second, without a restart; one that is"
          + " no good leaves the one before in force."),
  TLS_KEY("tls.key", Kind.TEXT, "", "PEM file with its private key: PKCS #8, not encrypted."),
  TLS_CLIENT_CA(
      "tls.client-ca",
      Kind.TEXT,
      "",
      "PEM file with the certificates of those who sign clients'. Empty: whom the JDK trusts."),
  TLS_CLIENT_AUTH(
      "tls.client-auth",
      Kind.TEXT,
      "none",
      "Whether clients show certificates. none: they are not asked. optional: who shows one shows a"
          + " good one. required: who shows none is not let in."),
  TLS_VERSIONS(
      "tls.versions",
      Kind.LIST,
      "[TLSv1.3]",
      "Versions of TLS: TLSv1.3, and TLSv1.2 for clients that know no other."),
  EDGE_HTTP(
      "edge.http",
      Kind.TEXT,
      "http://127.0.0.1:7480",
      "Address for MCP at /mcp, HTTP/JSON at /v1 and WebSocket at /ws; https://host:port with TLS."
          + " Unless callers have to say who they are (auth), whoever reaches it may call every"
          + " tool, so keep it on loopback. Empty: none."),
  EDGE_HOSTS(
      "edge.hosts",
      Kind.LIST,
      "[]",
      "Names by which clients may call this server, beside loopback's and the address itself: what"
          + " their Host header says, without the port. Others are refused, so that a web page"
          + " cannot reach it by a name of its own."),
  EDGE_ORIGINS(
      "edge.origins",
      Kind.LIST,
      "[]",
      "Web pages that may call it, beside those of loopback: as in https://app.example."),
  EDGE_BODY(
      "edge.body",
      Kind.SIZE,
      "4MiB",
      "Longest body of an HTTP request; longer ones are refused before they are read. At most"
          + " limits.message reaches a tool."),
  EDGE_HEAD(
      "edge.head", Kind.SIZE, "16KiB", "Longest head of an HTTP request, all fields together."),
  EDGE_CONNECTIONS(
      "edge.connections",
      Kind.NUMBER,
      "10000",
      "HTTP and WebSocket connections open at once; further ones are closed at once."),
  EDGE_STREAMS(
      "edge.streams",
      Kind.NUMBER,
      "100",
      "Requests that one HTTP/2 connection may have under way. More hide more latency; each may"
          + " hold a body."),
  EDGE_COMPRESS(
      "edge.compress",
      Kind.SIZE,
      "4KiB",
      "Answers of text from this length on are compressed for clients that ask for it, by zstd or"
          + " gzip. Lower sends less and costs the thread that serves all. 0: never."),
  EDGE_IDLE(
      "edge.idle", Kind.DURATION, "2m", "A connection without a request for so long is closed."),
  EDGE_REQUEST(
      "edge.request",
      Kind.DURATION,
      "20s",
      "A request that is not there in full after so long is given up, and an answer of which"
          + " nothing was read for so long: slow clients cost memory."),
  EDGE_SESSION_IDLE(
      "edge.session-idle",
      Kind.DURATION,
      "30m",
      "An MCP session of revision 2025-11-25 or older that nobody used for so long is over."),
  EDGE_INPUT(
      "edge.input",
      Kind.DURATION,
      "10m",
      "How long a client may take to answer what a tool asks: a form, a message of its model, its"
          + " folders. People answer; machines wait."),
  EDGE_KEEP_ALIVE(
      "edge.keep-alive",
      Kind.DURATION,
      "15s",
      "Longest silence of a stream that is open: then a comment is sent, or an empty line between"
          + " lines of JSON. Proxies end what is silent, usually after a minute, and with it the"
          + " call behind it. Lower wakes more clients."),
  EDGE_TASKS(
      "edge.tasks",
      Kind.NUMBER,
      "1000",
      "Tasks kept at once: long calls of MCP clients, running and ended. Further ones are refused."
          + " 0: none, and tools that are tasks alone cannot be called by MCP."),
  EDGE_TASK_BYTES(
      "edge.task-bytes",
      Kind.SIZE,
      "1MiB",
      "Longest arguments of a task, and longest result. Arguments lie in memory while the task"
          + " runs."),
  EDGE_TASK_TTL(
      "edge.task-ttl",
      Kind.DURATION,
      "24h",
      "A task is kept so long after its creation, and fails when it still runs."),
  EDGE_CONSOLE(
      "edge.console",
      Kind.FLAG,
      "true",
      "The console, a page for people at /console: it shows and does what the tools do that its"
          + " reader may call, and nothing beside. false: it is not there."),
  EDGE_ICON(
      "edge.icon",
      Kind.TEXT,
      "",
      "Picture of this server that MCP clients may show: an address of https: or http:, or the"
          + " picture itself as data:, 32768 characters at most. Empty: none."),
  AERON_DIRECTORY(
      "aeron.directory",
      Kind.TEXT,
      "",
      "Directory of the media driver. Empty: /dev/shm/axiom-USER, or the temporary directory where"
          + " there is no /dev/shm."),
  AERON_EXTERNAL(
      "aeron.external",
      Kind.FLAG,
      "false",
      "Use the media driver that runs in that directory already, instead of starting one."),
  AUTH_TOKEN(
      "auth.token",
      Kind.TEXT,
      "",
      "One secret text that callers may present: with Hello, as Authorization: Bearer, or as"
          + " X-API-Key. Where none of the keys of auth is set that lets callers say who they are,"
          + " everybody may connect, so listen on loopback only."),
  AUTH_ANONYMOUS(
      "auth.anonymous",
      Kind.FLAG,
      "false",
      "Callers that present nothing come in as anonymous although others must present something;"
          + " what they may call then say the rules. false: they are refused."),
  AUTH_KEYS(
      "auth.keys",
      Kind.TEXT,
      "",
      "File of API keys, as axiom auth key makes it; followed while the server runs. Empty: none."),
  AUTH_JWT(
      "auth.jwt",
      Kind.ENTRIES,
      "[]",
      "Issuers whose signed tokens are taken: issuer, jwks (file or URL of its keys), audience"
          + " (default: auth.resource), algorithms, skew (60s), refresh (5m), name (sub), claims"
          + " that tools see."),
  AUTH_CERTIFICATES(
      "auth.certificates",
      Kind.ENTRIES,
      "[]",
      "Who the holder of a verified certificate is, the first that fits: subject and san"
          + " (patterns), name, scopes."),
  AUTH_RULES(
      "auth.rules",
      Kind.ENTRIES,
      "[]",
      "What callers may: scope, name, issuer, kind say which callers; allow names tools by"
          + " patterns, read the same as far as they change nothing. Empty: everybody may"
          + " everything; once there is one, nothing else is allowed."),
  AUTH_FAILURES(
      "auth.failures",
      Kind.TEXT,
      "30/1m",
      "How many credentials that are not good may come from one address: then new ones from there"
          + " are not looked at for a while; those that were accepted stay good. Lower leaves less"
          + " to guess, and hits more of those who share an address, as behind a proxy. Empty: any"
          + " number."),
  AUTH_RESOURCE(
      "auth.resource",
      Kind.TEXT,
      "",
      "URL of this server's /mcp as clients know it, as in https://axiom.example/mcp: what tokens"
          + " name as their audience. Empty: the address it listens on."),
  AUTH_SERVERS(
      "auth.servers",
      Kind.LIST,
      "[]",
      "Authorization servers from which clients get tokens, told to them as RFC 9728 wants. Empty:"
          + " the issuers of auth.jwt."),
  SECRETS_FOLDER(
      "secrets.folder",
      Kind.TEXT,
      "",
      "Folder of secrets that plugins may ask for by name, a file each, read anew each time; one"
          + " line end after it is left out. Empty: none."),
  SECRETS_ENVIRONMENT(
      "secrets.environment",
      Kind.TEXT,
      "",
      "Environment variables whose names begin so are secrets too: with AXIOM_SECRET_ the variable"
          + " AXIOM_SECRET_BACKUP_PASSPHRASE is the secret backup-passphrase. Empty: none."),
  REGISTRY_RECORDS(
      "registry.records",
      Kind.NUMBER,
      "100000",
      "Records that the registry holds. Each takes about 200 bytes of heap for its index and its"
          + " place in the store; a larger number later moves the store."),
  REGISTRY_SYNC(
      "registry.sync",
      Kind.FLAG,
      "false",
      "Where there is a data directory, an acknowledged change of the registry survives kill -9."
          + " true: it is synced to the disk first, in groups, and survives the machine's end"
          + " too."),
  PIPELINES_FOLDER(
      "pipelines.folder",
      Kind.TEXT,
      "",
      "Folder of pipelines, NAME.yaml each, read when one is run. Empty: those that Axiom brings,"
          + " and those that callers send."),
  PIPELINES_OPEN(
      "pipelines.open",
      Kind.LIST,
      "[]",
      "Folders that the file operations of pipelines may reach, with all below. Whoever may run a"
          + " pipeline reads and writes there. Empty: none."),
  UPSTREAMS(
      "upstreams",
      Kind.UPSTREAMS,
      "{}",
      "Other MCP servers, by name, whose tools, resources and prompts are served too; see"
          + " gateway.md. Followed when it changes."),
  LIMITS_RATES(
      "limits.rates",
      Kind.ENTRIES,
      "[]",
      "How often tools may be called: tools (a pattern), per (principal, tool, principal-tool or"
          + " server), rate as in 100/s with burst (a bucket of tokens), or window as in 1000/1m (a"
          + " sliding one), who (a pattern of callers' names), name. Empty: as often as there is"
          + " room."),
  LIMITS_SESSIONS(
      "limits.sessions",
      Kind.NUMBER,
      "" + EngineLimits.DEFAULTS.maxSessions(),
      "Sessions open at once; more are refused with SESSION_LIMIT. TCP connections are bounded by"
          + " the value at the start."),
  LIMITS_MESSAGE(
      "limits.message",
      Kind.SIZE,
      Quantity.ofBytes(EngineLimits.DEFAULTS.maxMessageBytes()),
      "Longest message. Higher lets larger payloads through; each may take so much memory while it"
          + " is assembled."),
  LIMITS_CREDIT(
      "limits.credit",
      Kind.NUMBER,
      "" + EngineLimits.DEFAULTS.creditWindow(),
      "Calls that one session may have in flight. Higher hides more latency; each may hold a slot"
          + " and a waiting reply."),
  LIMITS_SLOTS(
      "limits.slots",
      Kind.NUMBER,
      "" + EngineLimits.DEFAULTS.slotCount(),
      "Calls queued or running per ingress agent. Higher absorbs longer bursts before OVERLOADED."),
  LIMITS_SLOT_BYTES(
      "limits.slot-bytes",
      Kind.SIZE,
      Quantity.ofBytes(EngineLimits.DEFAULTS.slotBytes()),
      "Longest request and reply that need no pooled buffer. Memory per ingress agent: 2 x slots x"
          + " slot-bytes."),
  LIMITS_LANE(
      "limits.lane",
      Kind.NUMBER,
      "" + EngineLimits.DEFAULTS.laneCapacity(),
      "Calls that wait in each of a worker's four lanes, a power of two."),
  LIMITS_BLOCKING(
      "limits.blocking",
      Kind.NUMBER,
      "" + EngineLimits.DEFAULTS.blockingLimit(),
      "Calls of BLOCKING tools that run at once."),
  LIMITS_POOL(
      "limits.pool",
      Kind.SIZE,
      Quantity.ofBytes(EngineLimits.DEFAULTS.poolBytes()),
      "Memory for large messages and waiting replies, at least twice limits.message. Below what"
          + " bursts need: OVERLOADED."),
  LIMITS_HEARTBEAT(
      "limits.heartbeat",
      Kind.DURATION,
      Quantity.ofNanoseconds(EngineLimits.DEFAULTS.heartbeatIntervalNs()),
      "Heartbeat interval unless the client asks for another. Lower finds dead peers sooner and"
          + " wakes idle ones more."),
  LIMITS_HELLO(
      "limits.hello",
      Kind.DURATION,
      Quantity.ofNanoseconds(EngineLimits.DEFAULTS.helloTimeoutNs()),
      "A connection that has not said Hello for so long is ended."),
  LIMITS_SLOW_CONSUMER(
      "limits.slow-consumer",
      Kind.DURATION,
      Quantity.ofNanoseconds(EngineLimits.DEFAULTS.slowConsumerNs()),
      "A client that reads none of its waiting replies for so long is ended."),
  LIMITS_DRAIN(
      "limits.drain",
      Kind.DURATION,
      Quantity.ofNanoseconds(EngineLimits.DEFAULTS.drainNs()),
      "How long calls in flight are awaited when the server stops.");

  /** What a value looks like. */
  public enum Kind {
    TEXT("text"),
    LIST("list of texts"),
    NUMBER("number"),
    FLAG("true or false"),
    ENTRIES("list of entries"),
    CPUS("list of CPUs: 2,3 or 2-5"),
    UPSTREAMS("map of upstream servers by name"),
    SIZE("size: 4096, 64KiB, 16MiB"),
    DURATION("duration: 200ms, 2s, 1m");

    private final String form;

    Kind(String form) {
      this.form = form;
    }

    /** For people. */
    public String form() {
      return form;
    }
  }

  private final String path;
  private final Kind kind;
  private final String defaultValue;
  private final String meaning;

  ConfigKey(String path, Kind kind, String defaultValue, String meaning) {
    this.path = path;
    this.kind = kind;
    this.defaultValue = defaultValue;
    this.meaning = meaning;
  }

  /** Dotted name: {@code limits.credit} is {@code credit} below {@code limits}. */
  public String path() {
    return path;
  }

  public Kind kind() {
    return kind;
  }

  /** As it would be written in a file; empty for none. */
  public String defaultValue() {
    return defaultValue;
  }

  /** Whether a running server takes another value when its file changes. */
  public boolean isReloadable() {
    return switch (this) {
      case AUTH_TOKEN,
          UPSTREAMS,
          AUTH_ANONYMOUS,
          AUTH_KEYS,
          AUTH_JWT,
          AUTH_CERTIFICATES,
          AUTH_RULES,
          AUTH_FAILURES,
          AUTH_RESOURCE,
          AUTH_SERVERS,
          LIMITS_RATES,
          LIMITS_SESSIONS,
          LIMITS_CREDIT,
          LIMITS_HEARTBEAT,
          LIMITS_HELLO,
          LIMITS_SLOW_CONSUMER,
          LIMITS_DRAIN ->
          true;
      default -> false;
    };
  }

  /** Whether it says who callers are and what they may. */
  public boolean isOfAccess() {
    return path.startsWith("auth.") || this == LIMITS_RATES;
  }

  /** Whether its value is told to nobody. */
  public boolean isSecret() {
    return this == AUTH_TOKEN || this == UPSTREAMS;
  }

  /** What it does, and what is traded when it is changed. */
  public String meaning() {
    return meaning;
  }
}
