package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Where a secret of the configuration comes from: exactly one of these. */
public record SecretSpec(
    @Description("A passphrase in an environment variable of the server.")
        @Constraint(optional = true)
        String environment,
    @Description("A passphrase in a file that only its owner may read.")
        @Constraint(optional = true)
        String file,
    @Description("A passphrase that a program writes to its standard output.")
        @Constraint(optional = true)
        List<String> command,
    @Description("A passphrase that the server's own secrets have under this name.")
        @Constraint(optional = true)
        String server,
    @Description("A file with a key, as axiom aes keygen makes it.") @Constraint(optional = true)
        String keyFile) {
  public SecretSpec {
    long given =
        Stream.of(environment, file, command, server, keyFile).filter(Objects::nonNull).count();
    if (given != 1) {
      throw new IllegalArgumentException(
          "expected exactly one of environment, file, command, server and keyFile, actual "
              + given);
    }
  }

  static SecretSpec ofKeyFile(String path) {
    return new SecretSpec(null, null, null, null, path);
  }
}
