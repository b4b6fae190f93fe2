package io.machinenative.axiom.plugins.backup;

import java.util.List;

/**
 * The plugin's settings.
 *
 * @param roots folders in which callers may name files and repositories; none means the folder
 *     {@code files} of the plugin's own
 * @param threads that compute in one call; 0 means one for each core
 * @param secret name of the server's secret that is the passphrase of repositories
 */
record BackupConfig(List<String> roots, int threads, String secret) {}
