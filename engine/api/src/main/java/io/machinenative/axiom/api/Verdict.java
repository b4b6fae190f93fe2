package io.machinenative.axiom.api;

import java.util.Objects;
import java.util.function.BooleanSupplier;

/** What an {@link Authenticator} says of a credential. Immutable. */
public sealed interface Verdict {
  /** It is of another kind: the next authenticator is asked. */
  Verdict UNKNOWN = new Unknown();

  /** {@link Accepted#expiresMs}: it does not expire. */
  long NEVER = Long.MAX_VALUE;

  /** It is of another kind. */
  record Unknown() implements Verdict {}

  /**
   * It is good.
   *
   * @param principal whose it is
   * @param expiresMs from when on it is not any more, milliseconds since 1970; {@link #NEVER}
   * @param stillGood asked now and then, by any thread: false once it was taken back
   */
  record Accepted(Principal principal, long expiresMs, BooleanSupplier stillGood)
      implements Verdict {
    public Accepted {
      Objects.requireNonNull(principal, "principal");
      Objects.requireNonNull(stillGood, "stillGood");
    }
  }

  /**
   * It is of this kind, and not good: no other authenticator is asked.
   *
   * @param reason for the operator; the caller is not told more than that it is not good
   */
  record Refused(String reason) implements Verdict {
    public Refused {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * That cannot be said yet.
   *
   * @param retryAfterMs when to ask again
   */
  record Later(int retryAfterMs, String reason) implements Verdict {
    public Later {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** It is good for ever. */
  static Verdict accepted(Principal principal) {
    return new Accepted(principal, NEVER, () -> true);
  }
}
