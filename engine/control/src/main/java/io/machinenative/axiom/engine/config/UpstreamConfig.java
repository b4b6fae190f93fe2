package io.machinenative.axiom.engine.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Another MCP server whose tools are served too. Immutable, checked where it is made.
 *
 * @param name by which the operator knows it
 * @param place where it is
 * @param namespace before the names of its tools; empty for none
 * @param headers sent with each HTTP request
 * @param token sent as a bearer token
 * @param era which revisions are tried
 * @param allow patterns of tools that are joined; empty: all
 * @param deny patterns of tools that are not
 * @param concurrency calls at once
 * @param bodyBytes longest message that is read
 * @param listLimit most tools, and as many of each other kind
 * @param check whether results are held to their output schema
 * @param timeouts how long it may take
 * @param breaker when it is left alone
 */
public record UpstreamConfig(
    String name,
    Place place,
    String namespace,
    Map<String, ConfiguredText> headers,
    Optional<ConfiguredText> token,
    Era era,
    List<String> allow,
    List<String> deny,
    int concurrency,
    int bodyBytes,
    int listLimit,
    boolean check,
    Timeouts timeouts,
    Breaker breaker) {

  /** Calls at once, unless it is said. */
  public static final int CONCURRENCY = 64;

  /** Longest message, unless it is said. */
  public static final int BODY_BYTES = 4 * 1024 * 1024;

  /** Tools, unless it is said. */
  public static final int LIST_LIMIT = 1000;

  /** Where a server is. */
  public sealed interface Place {}

  /**
   * At an address.
   *
   * @param ca certificates of those who sign the server's, PEM; empty: whom the JDK trusts
   */
  public record Remote(URI url, Optional<Path> ca) implements Place {
    public Remote(URI url) {
      this(url, Optional.empty());
    }

    public Remote {
      if (url.getHost() == null || url.getUserInfo() != null || url.getFragment() != null) {
        throw new IllegalArgumentException(
            "url: expected http(s)://host[:port]/path without user and fragment, got " + url);
      }
      if (ca.isPresent() && !"https".equals(url.getScheme())) {
        throw new IllegalArgumentException("ca belongs to a url of https:, got " + url);
      }
    }
  }

  /**
   * A child of this process.
   *
   * @param command program and arguments
   * @param environment beside the few variables that every child gets
   */
  public record Child(
      List<String> command, Map<String, ConfiguredText> environment, Optional<Path> directory)
      implements Place {
    public Child {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }
  }

  /** Revisions of MCP that are tried. */
  public enum Era {
    /** The newest first. */
    AUTO,
    /** 2026-07-28 alone. */
    NEWER,
    /** Those with sessions. */
    OLDER
  }

  /**
   * How long it may take.
   *
   * @param connectNs for a connection, and for each message of the greeting
   * @param silenceNs without a message of a call
   * @param callNs of a call in all
   * @param refreshNs between two looks at the lists
   */
  public record Timeouts(long connectNs, long silenceNs, long callNs, long refreshNs) {
    public static final Timeouts DEFAULTS =
        new Timeouts(5_000_000_000L, 60_000_000_000L, 600_000_000_000L, 60_000_000_000L);

    /** A program may have to be fetched first. */
    public static final Timeouts OF_CHILDREN =
        new Timeouts(30_000_000_000L, 60_000_000_000L, 600_000_000_000L, 60_000_000_000L);

    public Timeouts {
      for (long timeNs : new long[] {connectNs, silenceNs, callNs, refreshNs}) {
        if (timeNs <= 0) {
          throw new IllegalArgumentException(
              "timeouts: expected times above 0, got " + timeNs + " ns");
        }
      }
    }
  }

  /**
   * When it is left alone.
   *
   * @param failures in a row that open it
   * @param pauseNs in which no call goes through
   */
  public record Breaker(int failures, long pauseNs) {
    public static final Breaker DEFAULTS = new Breaker(5, 5_000_000_000L);
  }

  public UpstreamConfig {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(namespace, "namespace");
    headers = Map.copyOf(headers);
    Objects.requireNonNull(token, "token");
    Objects.requireNonNull(era, "era");
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
    Objects.requireNonNull(timeouts, "timeouts");
    Objects.requireNonNull(breaker, "breaker");
    if (place instanceof Child && !(headers.isEmpty() && token.isEmpty())) {
      throw new IllegalArgumentException("headers and token belong to a url, not to a command");
    }
  }

  /** A server at an address, with defaults for the rest. */
  public static UpstreamConfig at(String name, URI url) {
    return plain(name, new Remote(url));
  }

  /** A server that is started, with defaults for the rest. */
  public static UpstreamConfig started(String name, List<String> command) {
    return plain(name, new Child(command, Map.of(), Optional.empty()));
  }

  private static UpstreamConfig plain(String name, Place place) {
    return new UpstreamConfig(
        name,
        place,
        name,
        Map.of(),
        Optional.empty(),
        Era.AUTO,
        List.of(),
        List.of(),
        CONCURRENCY,
        BODY_BYTES,
        LIST_LIMIT,
        true,
        place instanceof Child ? Timeouts.OF_CHILDREN : Timeouts.DEFAULTS,
        Breaker.DEFAULTS);
  }
}
