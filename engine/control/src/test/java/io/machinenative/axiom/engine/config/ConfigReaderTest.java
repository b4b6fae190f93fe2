package io.machinenative.axiom.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Icon;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.base.Mount;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
  @Test
  void anEmptyFileGivesTheDefaults() {
    EngineConfig config = ConfigReader.parse("", "empty");
    assertEquals(EngineConfig.DEFAULTS, config);
    assertEquals(EngineLimits.DEFAULTS, config.limits());
    assertEquals(List.of("tcp://127.0.0.1:7400", "aeron:ipc"), config.listen());
  }

  @Test
  void everyKeyIsRead(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("axiom.yaml");
    Files.writeString(
        file,
        """
        name: orders
        listen: [tcp://127.0.0.1:0]
        data: state
        mount: dedicated
        workers: 3
        cpus: 2,5-7
        plugins: jars
        plugin: {trust: keys, manage: true, drain: 90s}
        aeron: {directory: driver, external: true}
        auth:
          token: secret
          anonymous: true
          keys: keys.json
          failures: 5/10m
          resource: https://axiom.example/mcp
          servers: [https://login.example]
          jwt:
            - {issuer: "https://login.example", jwks: jwks.json, skew: 1s, claims: [email]}
          certificates:
            - {san: "*.billing.example", scopes: [files:read]}
          rules:
            - {scope: files:read, read: files.*}
            - {name: ops, kind: api-key, allow: ["*"]}
        secrets: {folder: /run/secrets, environment: AXIOM_SECRET_}
        registry: {records: 500, sync: true}
        tls:
          certificate: /tls/server.pem
          key: /tls/server.key
          client-ca: /tls/clients.pem
          client-auth: required
          versions: [TLSv1.3, TLSv1.2]
        edge:
          icon: https://axiom.example/icon.png
          http: http://127.0.0.1:8080
          hosts: [tools.example]
          origins: [https://app.example]
          body: 1MiB
          head: 8KiB
          connections: 17
          streams: 18
          compress: 2KiB
          idle: 3s
          request: 4s
          session-idle: 5s
          input: 6s
          keep-alive: 8s
          tasks: 18
          task-bytes: 2KiB
          task-ttl: 7s
          console: false
        upstreams:
          github: {url: "http://127.0.0.1:9/mcp", token: {env: GITHUB_TOKEN}, namespace: gh}
          files: {command: [files, --stdio], deny: ["delete_*"], timeouts: {connect: 2s}}
        limits:
          rates:
            - {tools: files.*, rate: 100/s, burst: 200}
            - {name: slow, per: tool, window: 10/5m, who: guest*}
          sessions: 7
          message: 1MiB
          credit: 8
          slots: 9
          slot-bytes: 512
          lane: 16
          blocking: 11
          pool: 2MiB
          heartbeat: 100ms
          hello: 1s
          slow-consumer: 2s
          drain: 0s
        """);
    EngineConfig config = ConfigReader.read(file);
    UpstreamConfig github = config.upstreams().getFirst();
    assertEquals(new UpstreamConfig.Remote(URI.create("http://127.0.0.1:9/mcp")), github.place());
    assertEquals("environment GITHUB_TOKEN", github.token().orElseThrow().toString());
    assertEquals("gh", github.namespace());
    UpstreamConfig files = config.upstreams().getLast();
    assertEquals("files", files.namespace());
    assertEquals(List.of("delete_*"), files.deny());
    assertEquals(2_000_000_000L, files.timeouts().connectNs());
    assertEquals(
        new EngineConfig(
            "orders",
            List.of("tcp://127.0.0.1:0"),
            Optional.of(Path.of("state")),
            new EngineConfig.Threads(
                Optional.of(Mount.DEDICATED), Optional.of(3), List.of(2, 5, 6, 7)),
            new EngineConfig.Plugins(
                Optional.of(Path.of("jars")), Optional.of(Path.of("keys")), true, 90_000_000_000L),
            new EngineConfig.Aeron(Optional.of(Path.of("driver")), true),
            new AuthConfig(
                Optional.of("secret"),
                true,
                Optional.of(Path.of("keys.json")),
                List.of(
                    new AuthConfig.Jwt(
                        "https://login.example",
                        List.of("https://axiom.example/mcp", "https://axiom.example"),
                        "jwks.json",
                        List.of("RS256", "PS256", "ES256"),
                        1_000_000_000L,
                        300_000_000_000L,
                        "sub",
                        List.of("email"))),
                List.of(
                    new AuthConfig.Certificate(
                        Optional.empty(),
                        Optional.of("*.billing.example"),
                        Optional.empty(),
                        Set.of("files:read"))),
                List.of(
                    new AuthConfig.Rule(
                        Optional.of("files:read"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of("files.*")),
                    new AuthConfig.Rule(
                        Optional.empty(),
                        Optional.of("ops"),
                        Optional.empty(),
                        Optional.of("api-key"),
                        List.of("*"),
                        List.of())),
                Optional.of(new Frequency(5, 600_000_000_000L)),
                Optional.of("https://axiom.example/mcp"),
                List.of("https://login.example")),
            List.of(
                new RateConfig(
                    "principal",
                    "files.*",
                    Optional.empty(),
                    RateConfig.Per.PRINCIPAL,
                    100,
                    1_000_000_000L,
                    200,
                    false),
                new RateConfig(
                    "slow",
                    "*",
                    Optional.of("guest*"),
                    RateConfig.Per.TOOL,
                    10,
                    300_000_000_000L,
                    10,
                    true)),
            new SecretsConfig(Optional.of(Path.of("/run/secrets")), Optional.of("AXIOM_SECRET_")),
            new EngineConfig.Registry(500, true),
            new EngineConfig.Pipelines(Optional.empty(), List.of()),
            Optional.of(
                new TlsConfig(
                    Path.of("/tls/server.pem"),
                    Path.of("/tls/server.key"),
                    Optional.of(Path.of("/tls/clients.pem")),
                    "required",
                    List.of("TLSv1.3", "TLSv1.2"))),
            new EdgeConfig(
                Optional.of("http://127.0.0.1:8080"),
                List.of("tools.example"),
                List.of("https://app.example"),
                1 << 20,
                8 << 10,
                17,
                18,
                2048,
                3_000_000_000L,
                4_000_000_000L,
                5_000_000_000L,
                6_000_000_000L,
                8_000_000_000L,
                new TaskConfig(18, 2048, 7_000_000_000L),
                false,
                Optional.of(Icon.of("https://axiom.example/icon.png", ""))),
            config.upstreams(),
            new EngineLimits(
                7,
                1 << 20,
                8,
                9,
                512,
                16,
                11,
                2 << 20,
                100_000_000L,
                1_000_000_000L,
                2_000_000_000L,
                0)),
        config);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lisen: x | there is no key lisen; known are name, listen",
        "limits: 5 | expected keys and values below limits, got '5'",
        "limits: {credit: many} | limits.credit: expected a number, got 'many'",
        "limits: {credit: 0} | creditWindow: expected 1 to 512, got 0",
        "limits: {lane: 100} | laneCapacity: expected a power of two, got 100",
        "limits: {heartbeat: 5} | limits.heartbeat: expected a duration: 200ms, 2s, 1m, got '5'",
        "edge: {connections: 0} | edge: connections: expected 1 to 1000000, got 0",
        "edge: {icon: 'file:///icon.png'} | edge: expected an icon at https:, http: or data:",
        "cpus: 3-1 | cpus: expected a list of CPUs: 2,3 or 2-5, got '3-1'",
        "cpus: 1024 | cpus: expected a list of CPUs",
        "auth: {rules: [{allow: x, who: y}]} | auth.rules: there is no member who",
        "auth: {rules: [{scope: x}]} | auth.rules: expected allow or read",
        "auth: {jwt: [{issuer: x, jwks: y}]} | auth.jwt: expected an audience",
        "auth: {jwt: [{issuer: x, jwks: y, audience: z, algorithms: HS256}]} | got HS256",
        "auth: {jwt: [{issuer: x, jwks: y, audience: z, algorithms: none}]} | got none",
        "auth: {resource: axiom} | auth: resource: expected a URL",
        "limits: {rates: [{rate: 5}]} | limits.rates: expected calls/time as in 100/s, got '5'",
        "limits: {rates: [{}]} | limits.rates: expected either a rate or a window",
        "upstreams: {a: {url: 'http://h/', ca: c}} | ca belongs to a url of https:, got http://h/",
        "upstreams: {a: {command: [c], ca: c}} | upstreams/a: ",
        "mount: fast | mount: expected a text, got 'fast'",
        "listen: {a: b} | listen: expected a list of texts",
        "name: [a] | name: expected a text, got '[a]'",
        "'{' | is not YAML",
        "'[1]' | expected keys and values, got '[1]'"
      })
  void whatDoesNotFitIsNamed(String yaml, String expected) {
    ConfigException thrown =
        assertThrows(ConfigException.class, () -> ConfigReader.parse(yaml, "test.yaml"));
    assertTrue(thrown.getMessage().contains(expected), thrown.getMessage());
    assertTrue(thrown.getMessage().startsWith("test.yaml"), thrown.getMessage());
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    ConfigException thrown =
        assertThrows(ConfigException.class, () -> ConfigReader.read(Path.of("missing.yaml")));
    assertTrue(thrown.getMessage().contains("missing.yaml"), thrown.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"200ms,200000000", "1.5s,1500000000", "2 us,2000", "1m,60000000000", "0s,0"})
  void durationsAreRead(String text, long nanoseconds) {
    assertEquals(nanoseconds, Quantity.nanoseconds(text));
  }

  @ParameterizedTest
  @CsvSource({"5", "ms", "-1s", "1d", "99999999999999999999h", "''"})
  void whatIsNoDurationIsRefused(String text) {
    assertThrows(ConfigException.class, () -> Quantity.nanoseconds(text));
  }

  @ParameterizedTest
  @CsvSource({
    "4096,4096,4KiB",
    "64KiB,65536,64KiB",
    "1.5MiB,1572864,1536KiB",
    "10,10,10B",
    "0,0,0B"
  })
  void sizesAreReadAndWritten(String text, long bytes, String shortest) {
    assertEquals(bytes, Quantity.bytes(text));
    assertEquals(shortest, Quantity.ofBytes(bytes));
  }
}
