package dev.softmax.data;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// A column of dates, or of moments of a day. Moments have no zone: those that came with one are in UTC.
public final class DateColumn implements Column {
  /// A missing date, in place of its microseconds.
  public static final long MISSING = Long.MIN_VALUE;

  private static final long MICROS = 1_000_000;

  private final long[] micros;
  private final boolean wholeDays;

  private DateColumn(long[] micros, boolean wholeDays) {
    this.micros = micros;
    this.wholeDays = wholeDays;
  }

  /// A column with a copy of these dates.
  ///
  /// @param micros microseconds since 1970-01-01T00:00, or [#MISSING]
  /// @param wholeDays whether they are dates without a time, which is how they are written then
  public static DateColumn of(long[] micros, boolean wholeDays) {
    return new DateColumn(micros.clone(), wholeDays);
  }

  @Override
  public int rows() {
    return micros.length;
  }

  @Override
  public boolean isMissing(int row) {
    return micros[row] == MISSING;
  }

  /// The date in a row: microseconds since 1970-01-01T00:00, or [#MISSING].
  ///
  /// @param row from 0
  public long micros(int row) {
    return micros[row];
  }

  @Override
  public String text(int row) {
    if (isMissing(row)) {
      return "";
    }
    long seconds = Math.floorDiv(micros[row], MICROS);
    int nanos = (int) Math.floorMod(micros[row], MICROS) * 1000;
    LocalDateTime time =
        LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds, nanos), ZoneOffset.UTC);
    return wholeDays
        ? DateTimeFormatter.ISO_LOCAL_DATE.format(time)
        : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
  }

  @Override
  public DateColumn rows(int[] rows) {
    long[] chosen = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      chosen[i] = micros[rows[i]];
    }
    return new DateColumn(chosen, wholeDays);
  }
}
