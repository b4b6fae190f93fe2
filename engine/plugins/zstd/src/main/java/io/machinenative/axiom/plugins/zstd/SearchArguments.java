package io.machinenative.axiom.plugins.zstd;

import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.natives.zstd.ZstdSearch;

/** How to look for repetitions, as callers say it; what they leave out, the level decides. */
@Description("How to look for repetitions; what is left out, the level decides.")
record SearchArguments(
    @Description("Entries of the table of beginnings, as a power of two.")
        @Constraint(optional = true, minimum = 6, maximum = 25)
        Integer hashLog,
    @Description("Entries of the table of chains, as a power of two.")
        @Constraint(optional = true, minimum = 6, maximum = 27)
        Integer chainLog,
    @Description("Attempts for each position, as a power of two.")
        @Constraint(optional = true, minimum = 1, maximum = 9)
        Integer searchLog,
    @Description("Bytes of a repetition at least.")
        @Constraint(optional = true, minimum = 3, maximum = 7)
        Integer minMatch,
    @Description("Bytes of a repetition that are good enough; for the fastest levels the stride.")
        @Constraint(optional = true, minimum = 1, maximum = 999)
        Integer targetLength) {
  /**
   * For the bindings.
   *
   * @param asked null for none
   */
  static ZstdSearch of(SearchArguments asked) {
    return asked == null
        ? ZstdSearch.BY_LEVEL
        : new ZstdSearch(
            orLevel(asked.hashLog),
            orLevel(asked.chainLog),
            orLevel(asked.searchLog),
            orLevel(asked.minMatch),
            orLevel(asked.targetLength));
  }

  private static int orLevel(Integer value) {
    return value == null ? 0 : value;
  }
}
