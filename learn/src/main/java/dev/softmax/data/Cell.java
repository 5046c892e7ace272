package dev.softmax.data;

import java.util.Locale;
import java.util.Set;

/// What the characters of a cell mean. White space around them does not count.
final class Cell {
  /// Texts that mean "no value", in lower case; the empty cell is another. They are pandas's, less
  /// those that are words (`none`) or could be results (`-nan`).
  private static final Set<String> MISSING = Set.of("na", "n/a", "nan", "null", "?");

  private static final Set<String> INFINITE = Set.of("inf", "infinity");

  private static final int LONGEST_MISSING = 4;
  private static final int LONGEST_INFINITE = 9;

  /// A `long` holds any 18 digits.
  private static final int MAX_DIGITS = 18;

  /// 10⁰ to 10²², the powers of ten that a `double` holds exactly.
  private static final double[] POWERS = new double[23];

  static {
    double power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private Cell() {}

  /// Whether the cell means "no value".
  static boolean isMissing(char[] buffer, int offset, int length) {
    int start = start(buffer, offset, length);
    int end = end(buffer, start, offset + length);
    if (start == end) {
      return true;
    }
    if (end - start > LONGEST_MISSING || isDigit(buffer[end - 1])) {
      return false;
    }
    return MISSING.contains(new String(buffer, start, end - start).toLowerCase(Locale.ROOT));
  }

  /// The cell's text.
  static String text(char[] buffer, int offset, int length) {
    int start = start(buffer, offset, length);
    return new String(buffer, start, end(buffer, start, offset + length) - start);
  }

  /// The cell's number: `NaN` when it is none, ±∞ when it is written as infinite or is too large for a
  /// `double`. A number is a sign, digits with at most one point among them, and an exponent; all but
  /// the digits may be left out.
  ///
  /// @param decimalComma whether a comma may stand for the point
  static double number(char[] buffer, int offset, int length, boolean decimalComma) {
    int start = start(buffer, offset, length);
    int end = end(buffer, start, offset + length);
    int i = start;
    boolean negative = false;
    if (i < end && (buffer[i] == '-' || buffer[i] == '+')) {
      negative = buffer[i] == '-';
      i++;
    }
    if (i < end && (buffer[i] == 'i' || buffer[i] == 'I')) {
      return infinite(buffer, i, end, negative);
    }
    long mantissa = 0;
    int digits = 0;
    int significant = 0;
    int fraction = 0;
    boolean point = false;
    for (; i < end; i++) {
      char c = buffer[i];
      if (isDigit(c)) {
        digits++;
        if (significant > 0 || c != '0') {
          significant++;
        }
        if (significant <= MAX_DIGITS) {
          mantissa = mantissa * 10 + (c - '0');
        }
        if (point) {
          fraction++;
        }
      } else if (!point && (c == '.' || (decimalComma && c == ','))) {
        point = true;
      } else {
        break;
      }
    }
    if (digits == 0) {
      return Double.NaN;
    }
    boolean plain = i == end;
    if (!plain && !isExponent(buffer, i, end)) {
      return Double.NaN;
    }
    if (plain && mantissa <= (1L << 53) && significant <= MAX_DIGITS && fraction < POWERS.length) {
      // Both are exact, so that their quotient is the correctly rounded number (Clinger 1990).
      double value = mantissa / POWERS[fraction];
      return negative ? -value : value;
    }
    return Double.parseDouble(new String(buffer, start, end - start).replace(',', '.'));
  }

  /// The number in a text, or `NaN`; as [#number(char\[\],int,int,boolean)].
  static double number(String text) {
    return number(text.toCharArray(), 0, text.length(), false);
  }

  /// The place of a character that no text has (a control character other than tab and line ends), or
  /// −1.
  static int control(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f') {
        return i;
      }
    }
    return -1;
  }

  private static boolean isExponent(char[] buffer, int from, int end) {
    int i = from;
    if (buffer[i] != 'e' && buffer[i] != 'E') {
      return false;
    }
    i++;
    if (i < end && (buffer[i] == '-' || buffer[i] == '+')) {
      i++;
    }
    if (i == end) {
      return false;
    }
    for (; i < end; i++) {
      if (!isDigit(buffer[i])) {
        return false;
      }
    }
    return true;
  }

  private static double infinite(char[] buffer, int from, int end, boolean negative) {
    if (end - from <= LONGEST_INFINITE
        && INFINITE.contains(new String(buffer, from, end - from).toLowerCase(Locale.ROOT))) {
      return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return Double.NaN;
  }

  /// Control characters are no white space: they mark files that are no text.
  private static boolean isSpace(char c) {
    return c == ' ' || (c <= '\r' && c >= '\t') || c == '\u00A0';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int start(char[] buffer, int offset, int length) {
    int start = offset;
    while (start < offset + length && isSpace(buffer[start])) {
      start++;
    }
    return start;
  }

  private static int end(char[] buffer, int start, int limit) {
    int end = limit;
    while (end > start && isSpace(buffer[end - 1])) {
      end--;
    }
    return end;
  }
}
