package dev.softmax.plot;

import java.text.Normalizer;

/// Widths of Helvetica, which every reader of PDF has and whose widths Arial and Liberation Sans
/// share, in thousandths of the size: Adobe's font metrics for the characters from space to tilde.
final class Helvetica {
  private static final int[] PLAIN = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, //
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, //
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, //
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, //
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, //
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584
  };
  private static final int[] BOLD = {
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, //
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, //
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, //
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, //
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, //
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584
  };
  private static final int MINUS = 584;
  private static final int WIDE = 1000;

  private Helvetica() {}

  /// The width of a text in pixels. Letters with accents are as wide as without; what lies beyond
  /// the Latin alphabet is guessed, CJK as a full square.
  static double width(String text, Canvas.Lettering lettering) {
    int[] widths = lettering.bold() ? BOLD : PLAIN;
    String letters = Normalizer.normalize(text, Normalizer.Form.NFD);
    long sum = letters.codePoints().mapToLong(letter -> width(letter, widths)).sum();
    return sum * lettering.size() / 1000;
  }

  private static int width(int letter, int[] widths) {
    if (letter >= ' ' && letter <= '~') {
      return widths[letter - ' '];
    }
    if (letter == Numbers.MINUS) {
      return MINUS;
    }
    if (Character.getType(letter) == Character.NON_SPACING_MARK) {
      return 0;
    }
    return letter >= 0x1100 ? WIDE : widths['n' - ' '];
  }
}
