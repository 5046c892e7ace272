package dev.softmax.text;

/// Unicode's word boundaries (UAX #29, rules WB5 to WB13b) in texts that are ASCII, where few of its
/// classes occur: letters, digits, `_` and the marks that may stand inside a word or a number.
/// [Tokenizer#MAX_WORD] is kept as Lucene does.
final class AsciiWords {
  private static final byte OTHER = 0;
  private static final byte LETTER = 1;
  private static final byte DIGIT = 2;
  private static final byte JOINER = 3;
  private static final byte MID_LETTER = 4;
  private static final byte MID_NUMBER = 5;
  private static final byte MID_BOTH = 6;

  private static final byte[] KINDS = new byte[128];

  static {
    for (int i = 0; i < KINDS.length; i++) {
      KINDS[i] =
          switch (i) {
            case '_' -> JOINER;
            case ':' -> MID_LETTER;
            case ',', ';' -> MID_NUMBER;
            case '.', '\'' -> MID_BOTH;
            default -> Character.isLetter(i) ? LETTER : Character.isDigit(i) ? DIGIT : OTHER;
          };
    }
  }

  private AsciiWords() {}

  /// Where the next word begins, or the text's end.
  static int start(String text, int from) {
    int length = text.length();
    int i = from;
    while (i < length) {
      byte kind = KINDS[text.charAt(i)];
      if (kind == LETTER || kind == DIGIT) {
        return i;
      }
      int start = i;
      while (i < length && KINDS[text.charAt(i)] == JOINER) {
        i++;
      }
      if (i == start) {
        i++;
      } else if (i < length && isWord(KINDS[text.charAt(i)])) {
        // A word may begin with `_`; with so many that there is room for a letter.
        return Math.max(start, i - (Tokenizer.MAX_WORD - 1));
      }
    }
    return length;
  }

  /// Where a word ends that begins at `start`.
  static int end(String text, int start) {
    int limit = Math.min(text.length(), start + Tokenizer.MAX_WORD);
    byte before = OTHER;
    int i = start;
    while (i < limit) {
      byte kind = KINDS[text.charAt(i)];
      if (kind == OTHER) {
        return i;
      }
      if (kind >= MID_LETTER) {
        byte after = i + 1 < limit ? KINDS[text.charAt(i + 1)] : OTHER;
        boolean inside =
            before == after
                && ((after == LETTER && kind != MID_NUMBER)
                    || (after == DIGIT && kind != MID_LETTER));
        if (!inside) {
          return i;
        }
      }
      before = kind;
      i++;
    }
    return limit;
  }

  private static boolean isWord(byte kind) {
    return kind == LETTER || kind == DIGIT;
  }
}
