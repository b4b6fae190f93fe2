package io.machinenative.axiom.plugins.backup.stream;

/** How the content of a file in a stream ended. */
public enum ContentEnd {
  /** As it was when its attributes were read. */
  WHOLE,
  /** It changed meanwhile: the next entry may be the same file once more, and takes its place. */
  CHANGED,
  /** It could not be read to its end: it is not in the snapshot. */
  UNREADABLE
}
