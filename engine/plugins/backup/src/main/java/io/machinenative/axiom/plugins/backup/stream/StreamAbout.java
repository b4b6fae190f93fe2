package io.machinenative.axiom.plugins.backup.stream;

import java.util.List;

/**
 * What a stream says of itself.
 *
 * @param timeMs when it was begun, milliseconds since 1970
 * @param host where
 * @param sources what was saved
 * @param tags words for people
 */
public record StreamAbout(long timeMs, String host, List<String> sources, List<String> tags) {}
