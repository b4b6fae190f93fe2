package io.machinenative.axiom.engine.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a server has the secrets that plugins ask for. Immutable; {@link ConfigKey} documents each
 * part.
 *
 * @param folder of files, one a secret, named as it; empty: none
 * @param environment what the names of its variables begin with; empty: none
 */
public record SecretsConfig(Optional<Path> folder, Optional<String> environment) {}
