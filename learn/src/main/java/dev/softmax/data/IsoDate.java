package dev.softmax.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;

/// Dates as ISO 8601 writes them: `2026-01`, `2026-01-31`, `2026-01-31T12:30`, also with a blank for the
/// `T`, with seconds, a fraction of them, and a zone (`Z`, `+01:00`), which is turned into UTC.
final class IsoDate {
  private static final int MONTH = "2026-01".length();
  private static final int DAY = "2026-01-31".length();
  private static final long MICROS = 1_000_000;

  private IsoDate() {}

  /// The microseconds since 1970-01-01T00:00, or [DateColumn#MISSING] when the text is no such date.
  static long micros(String text) {
    int length = text.length();
    if ((length != MONTH && length < DAY) || text.charAt(4) != '-') {
      return DateColumn.MISSING;
    }
    try {
      if (length == MONTH) {
        return micros(LocalDate.parse(text + "-01"), LocalTime.MIDNIGHT, ZoneOffset.UTC);
      }
      LocalDate date = LocalDate.parse(text.substring(0, DAY));
      if (length == DAY) {
        return micros(date, LocalTime.MIDNIGHT, ZoneOffset.UTC);
      }
      char between = text.charAt(DAY);
      return between == 'T' || between == 't' || between == ' '
          ? time(date, text.substring(DAY + 1))
          : DateColumn.MISSING;
    } catch (DateTimeException e) {
      return DateColumn.MISSING;
    }
  }

  private static long time(LocalDate date, String text) {
    int zone = 0;
    while (zone < text.length() && "Zz+-".indexOf(text.charAt(zone)) < 0) {
      zone++;
    }
    LocalTime time = LocalTime.parse(text.substring(0, zone).stripTrailing());
    return micros(
        date,
        time,
        zone == text.length()
            ? ZoneOffset.UTC
            : ZoneOffset.of(text.substring(zone).replace('z', 'Z')));
  }

  private static long micros(LocalDate date, LocalTime time, ZoneOffset zone) {
    long midnight = date.toEpochSecond(LocalTime.MIDNIGHT, zone) * MICROS;
    return midnight + time.toNanoOfDay() / 1000;
  }
}
