package io.machinenative.axiom.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.client.Reply;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Priority;
import io.machinenative.axiom.engine.config.Quantity;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code axiom call}: calls one tool and writes its reply. */
@Command(
    name = "call",
    mixinStandardHelpOptions = true,
    description =
        "Calls a tool and writes its reply: JSON and text to the screen, bytes as they are.",
    footer = {
      "",
      "Examples:",
      "  axiom call core.hash --in FILE",
      "  axiom call core.hash --in FILE --json '{\"algorithm\":\"SHA-512\"}'",
      "  axiom call core.sleep --json '{\"millis\":5000}' --deadline 200ms",
      "  axiom call core.info --at inproc:"
    })
final class CallCommand implements Callable<Integer> {
  private static final String STANDARD_STREAM = "-";

  private final Terminal terminal;

  @Parameters(paramLabel = "TOOL", description = "Name of the tool; axiom tools lists them.")
  private String tool;

  @Mixin private ServerOptions server;

  @Option(names = "--json", paramLabel = "ARGS", description = "Arguments: a JSON object.")
  private Optional<String> json = Optional.empty();

  @Option(
      names = "--in",
      paramLabel = "FILE",
      description = "Payload from a file, - for standard input. With --json: its attachment.")
  private Optional<String> in = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Writes the reply's bytes to a file, - for standard output.")
  private Optional<String> out = Optional.empty();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "What the payload of --in is: binary (default), json or text.")
  private Optional<ContentType> type = Optional.empty();

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "Most time for the call (default: ${DEFAULT-VALUE}).")
  private String deadline;

  @Option(
      names = "--priority",
      paramLabel = "LANE",
      defaultValue = "normal",
      description = "low, normal, high or critical (default: ${DEFAULT-VALUE}).")
  private Priority priority;

  CallCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Reply request = request();
    CallOptions options =
        new CallOptions().deadlineNs(Quantity.nanoseconds(deadline)).priority(priority);
    try (ServerOptions.Connection connection = server.connect()) {
      CompletableFuture<Reply> reply =
          connection
              .client()
              .callAsync(tool, request.contentType(), request.bytes(), options, this::showProgress);
      write(reply.get());
      return ExitCode.OK;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CallException refusal) {
        throw refusal;
      }
      throw new IllegalStateException("the call ended with a defect", e.getCause());
    }
  }

  private void showProgress(double done, double total, String message) {
    String percent = Double.isNaN(total) ? "" + done : Math.round(100 * done / total) + " %";
    terminal.progress(tool + " " + percent + " " + message);
  }

  /** The payload and its type, as the options say. */
  private Reply request() throws IOException {
    if (in.isEmpty()) {
      return new Reply(ContentType.JSON, json.orElse("{}").getBytes(UTF_8));
    }
    byte[] payload =
        in.get().equals(STANDARD_STREAM) ? System.in.readAllBytes() : read(Path.of(in.get()));
    return json.isPresent()
        ? new Reply(ContentType.COMPOUND, Json.compound(json.get().getBytes(UTF_8), payload))
        : new Reply(type.orElse(ContentType.BINARY), payload);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, file + " cannot be read: " + e);
    }
  }

  private void write(Reply reply) throws IOException {
    boolean text =
        reply.contentType() == ContentType.JSON || reply.contentType() == ContentType.TEXT;
    if (out.isPresent() && !out.get().equals(STANDARD_STREAM)) {
      Files.write(Path.of(out.get()), reply.bytes());
      terminal.note(reply.bytes().length + " bytes of " + reply.contentType() + " to " + out.get());
    } else if (text && out.isEmpty()) {
      terminal.print(reply.text());
    } else {
      OutputStream stream = System.out;
      stream.write(reply.bytes());
      stream.flush();
    }
  }
}
