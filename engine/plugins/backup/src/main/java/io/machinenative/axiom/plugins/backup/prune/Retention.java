package io.machinenative.axiom.plugins.backup.prune;

import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Which snapshots stay: the last ones, and the last one of each of so many hours, days, weeks,
 * months and years in which there is one. What any rule keeps stays. Immutable.
 *
 * <p>Snapshots of different hosts or sources do not count against each other.
 *
 * @param last 0 or more; so are the others
 * @param tags snapshots with one of these stay, whatever their age
 */
public record Retention(
    int last, int hourly, int daily, int weekly, int monthly, int yearly, List<String> tags) {
  /** 30 days, 12 weeks, 24 months, 10 years. */
  public static final Retention DEFAULT = new Retention(1, 0, 30, 12, 24, 10, List.of());

  /** Names the hour, day, week, month or year that a time is in. */
  private interface Period extends Function<ZonedDateTime, String> {}

  public Retention {
    for (int count : new int[] {last, hourly, daily, weekly, monthly, yearly}) {
      if (count < 0) {
        throw new IllegalArgumentException("expected 0 or more to keep, actual " + count);
      }
    }
    if (last + hourly + daily + weekly + monthly + yearly == 0 && tags.isEmpty()) {
      throw new IllegalArgumentException(
          "expected a rule that keeps something, actual none: all snapshots would go");
    }
  }

  private record Group(String host, List<String> sources) {}

  /** The snapshots that may go, the oldest first. */
  public List<Snapshot> expired(List<Snapshot> snapshots, ZoneId zone) {
    Map<Group, List<Snapshot>> groups = new LinkedHashMap<>();
    for (Snapshot snapshot : snapshots) {
      groups
          .computeIfAbsent(new Group(snapshot.host(), snapshot.sources()), g -> new ArrayList<>())
          .add(snapshot);
    }
    Set<ObjectId> kept = new HashSet<>();
    groups.values().forEach(group -> keep(group, zone, kept));
    return snapshots.stream()
        .filter(snapshot -> !kept.contains(snapshot.id()))
        .sorted(Comparator.comparingLong(Snapshot::timeMs))
        .toList();
  }

  private void keep(List<Snapshot> group, ZoneId zone, Set<ObjectId> kept) {
    List<Snapshot> newestFirst =
        group.stream().sorted(Comparator.comparingLong(Snapshot::timeMs).reversed()).toList();
    newestFirst.stream().limit(last).map(Snapshot::id).forEach(kept::add);
    // With its offset: the hour that comes twice in autumn is two hours.
    keepOnePer(
        time -> time.truncatedTo(ChronoUnit.HOURS).toString(), hourly, newestFirst, zone, kept);
    keepOnePer(time -> time.toLocalDate().toString(), daily, newestFirst, zone, kept);
    keepOnePer(Retention::week, weekly, newestFirst, zone, kept);
    keepOnePer(time -> YearMonth.from(time).toString(), monthly, newestFirst, zone, kept);
    keepOnePer(time -> Integer.toString(time.getYear()), yearly, newestFirst, zone, kept);
    newestFirst.stream()
        .filter(snapshot -> snapshot.tags().stream().anyMatch(tags::contains))
        .map(Snapshot::id)
        .forEach(kept::add);
  }

  /** Weeks begin on Monday, and belong to the year of their Thursday (ISO 8601). */
  private static String week(ZonedDateTime time) {
    return time.get(IsoFields.WEEK_BASED_YEAR) + "-W" + time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
  }

  private static void keepOnePer(
      Period period, int count, List<Snapshot> newestFirst, ZoneId zone, Set<ObjectId> kept) {
    Set<String> periods = new HashSet<>();
    for (Snapshot snapshot : newestFirst) {
      ZonedDateTime time = Instant.ofEpochMilli(snapshot.timeMs()).atZone(zone);
      if (periods.size() < count && periods.add(period.apply(time))) {
        kept.add(snapshot.id());
      }
    }
  }
}
