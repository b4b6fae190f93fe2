package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.plugins.files.MediaType;
import io.machinenative.axiom.plugins.files.PathPatterns;
import java.nio.file.Path;
import java.util.List;

/** Which files of a folder are to be encrypted: by glob, and by what they are. Immutable. */
record FileSelection(PathPatterns patterns, List<String> contentTypes) {
  static FileSelection of(List<String> include, List<String> exclude, List<String> contentTypes) {
    return new FileSelection(new PathPatterns(include, exclude), List.copyOf(contentTypes));
  }

  boolean matches(Path relative) {
    return patterns.matches(relative)
        && (contentTypes.isEmpty()
            || contentTypes.stream()
                .anyMatch(range ->
                    MediaType.matches(MediaType.ofName(relative.getFileName().toString()), range)));
  }
}
