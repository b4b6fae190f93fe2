package io.machinenative.axiom.api;

/**
 * What a plugin tells the clients that listen. Any thread; never blocks. That tools, resources or
 * prompts come and go with a plugin is told without it.
 */
public interface Announcements {
  /** Nobody listens. */
  Announcements NONE =
      new Announcements() {
        @Override
        public void resourceUpdated(String uri) {}

        @Override
        public void listChanged(Kind kind) {}
      };

  /** What a list is of. */
  enum Kind {
    TOOLS,
    PROMPTS,
    RESOURCES
  }

  /** A resource reads otherwise now: those who subscribe to it are told. */
  void resourceUpdated(String uri);

  /** A list is worth asking for again: those who listen are told. */
  void listChanged(Kind kind);
}
