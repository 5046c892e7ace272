package dev.softmax.plot;

import java.util.function.DoubleUnaryOperator;

/// The colours of the figures, `0xRRGGBB`, all told apart by colour-blind readers.
final class Colors {
  static final int BLACK = 0x1a1a1a;
  static final int GREY = 0x595959;
  static final int AXIS = 0x808080;
  static final int GRID = 0xe4e4e4;
  static final int WHITE = 0xffffff;
  static final int BLUE = 0x0072b2;
  static final int VERMILLION = 0xd55e00;

  /// Okabe and Ito (2008), in an order in which neighbours differ in lightness too; yellow, weak on
  /// white, comes last.
  private static final int[] OKABE_ITO = {
    BLUE, 0xe69f00, 0x009e73, 0xcc79a7, 0x56b4e9, VERMILLION, 0x000000, 0xf0e442
  };

  /// Eleven even samples of matplotlib's viridis.
  private static final int[] VIRIDIS = {
    0x440154, 0x482475, 0x414487, 0x355f8d, 0x2a788e, 0x21918c, 0x22a884, 0x44bf70, 0x7ad151,
    0xbddf26, 0xfde725
  };

  private static final int[] BLUES = {WHITE, 0xb9d8ec, 0x79b4d9, 0x3a8fc4, BLUE, 0x004a75};
  private static final int[] BLUE_TO_ORANGE = {
    0x00456b, BLUE, 0x7ab6d8, WHITE, 0xf2b48a, VERMILLION, 0x7d3700
  };

  static final Ramp SURFACE = new Ramp(VIRIDIS);
  static final Ramp SHARE = new Ramp(BLUES);
  static final Ramp SIGNED = new Ramp(BLUE_TO_ORANGE);

  private Colors() {}

  /// The colour of series number `i` of `count`; more than eight are steps of viridis.
  static int series(int i, int count) {
    return count <= OKABE_ITO.length ? OKABE_ITO[i] : SURFACE.at(0.95 * i / (count - 1));
  }

  /// Black or white, whichever reads better on the colour.
  static int on(int rgb) {
    return luminance(rgb) > 0.36 ? BLACK : WHITE;
  }

  /// Relative luminance, 0 to 1, as WCAG 2 defines it but with the exponent 2.2 throughout.
  private static double luminance(int rgb) {
    DoubleUnaryOperator linear = channel -> Math.pow(channel / 255, 2.2);
    return 0.2126 * linear.applyAsDouble(rgb >> 16 & 0xff)
        + 0.7152 * linear.applyAsDouble(rgb >> 8 & 0xff)
        + 0.0722 * linear.applyAsDouble(rgb & 0xff);
  }

  /// Colours for 0 to 1, straight lines in RGB between the samples.
  static final class Ramp {
    private final int[] samples;

    private Ramp(int[] samples) {
      this.samples = samples;
    }

    int at(double share) {
      double place = Math.clamp(share, 0.0, 1.0) * (samples.length - 1);
      int i = Math.min((int) place, samples.length - 2);
      double part = place - i;
      int rgb = 0;
      for (int shift = 16; shift >= 0; shift -= 8) {
        int from = samples[i] >> shift & 0xff;
        int to = samples[i + 1] >> shift & 0xff;
        rgb |= (int) Math.round(from + part * (to - from)) << shift;
      }
      return rgb;
    }
  }
}
