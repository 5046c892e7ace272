package dev.softmax.data;

import java.time.LocalDate;
import java.util.Locale;

/// What comes back after a while: a time of the year, of the week or of the day.
public enum DateCycle {
  /// The time of the year, from the first of January.
  YEAR,
  /// The time of the week, from Monday.
  WEEK,
  /// The time of the day, from midnight.
  DAY;

  /// Microseconds of a day.
  static final double DAY_MICROS = 24 * 3600 * 1e6;

  private static final long WHOLE_DAY = (long) DAY_MICROS;

  /// 1970-01-01 was a Thursday.
  private static final int THURSDAY = 3;

  private static final int WEEK_DAYS = 7;
  private static final int YEAR_DAYS = 365;

  /// Its name in lower case.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The days that dates must span to show the whole cycle.
  int days() {
    return switch (this) {
      case YEAR -> YEAR_DAYS;
      case WEEK -> WEEK_DAYS;
      case DAY -> 1;
    };
  }

  /// How much of the cycle has passed, from 0 to below 1.
  ///
  /// @param micros microseconds since 1970-01-01T00:00
  double phase(long micros) {
    long day = Math.floorDiv(micros, WHOLE_DAY);
    double time = Math.floorMod(micros, WHOLE_DAY) / DAY_MICROS;
    return switch (this) {
      case DAY -> time;
      case WEEK -> (Math.floorMod(day + THURSDAY, WEEK_DAYS) + time) / WEEK_DAYS;
      case YEAR -> {
        LocalDate date = LocalDate.ofEpochDay(day);
        yield (date.getDayOfYear() - 1 + time) / date.lengthOfYear();
      }
    };
  }
}
