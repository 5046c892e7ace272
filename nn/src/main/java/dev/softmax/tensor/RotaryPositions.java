package dev.softmax.tensor;

/// The angles of rotary position embedding (Su et al. 2021, RoFormer): at position `p`, pair `i` of the
/// `D / 2` pairs of a head's features is turned by `p · base^(−2 i / D)`. The product of a query and a
/// key then depends on the distance of their positions only.
///
/// Cosines and sines are computed once, in double. Immutable.
public final class RotaryPositions {
  /// Which two features of a head make a pair.
  public enum Pairing {
    /// Features `2 i` and `2 i + 1`: the form of the paper and of llama2.c.
    ADJACENT,
    /// Features `i` and `i + D / 2`: the form of GPT-NeoX and of Hugging Face.
    HALVES
  }

  /// The base of the paper.
  public static final double STANDARD_BASE = 10_000;

  private final int width;
  private final int positions;
  private final double base;
  private final Pairing pairing;
  private final float[] cos;
  private final float[] sin;

  private RotaryPositions(int width, int positions, double base, Pairing pairing) {
    if (width < 2 || width % 2 != 0) {
      throw new IllegalArgumentException("rotary: heads of " + width + " features have no pairs");
    }
    if (positions < 1 || (long) positions * width / 2 > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "rotary: " + positions + " positions of heads of " + width + " features");
    }
    if (!(base > 0) || Double.isInfinite(base)) {
      throw new IllegalArgumentException("rotary: a base of " + base + " must be more than 0");
    }
    this.width = width;
    this.positions = positions;
    this.base = base;
    this.pairing = pairing;
    int pairs = width / 2;
    this.cos = new float[positions * pairs];
    this.sin = new float[positions * pairs];
    for (int i = 0; i < pairs; i++) {
      double frequency = Math.pow(base, -2.0 * i / width);
      for (int p = 0; p < positions; p++) {
        cos[p * pairs + i] = (float) Math.cos(p * frequency);
        sin[p * pairs + i] = (float) Math.sin(p * frequency);
      }
    }
  }

  /// Angles with the base of the paper, 10,000.
  ///
  /// @param width features of a head, D, an even number
  /// @param positions how many, from 0: the longest sequence
  /// @throws IllegalArgumentException if the width is odd or there are no positions
  public static RotaryPositions of(int width, int positions, Pairing pairing) {
    return new RotaryPositions(width, positions, STANDARD_BASE, pairing);
  }

  /// Angles with another base; a larger one tells longer distances apart.
  ///
  /// @throws IllegalArgumentException if the base is not a finite number more than 0
  public RotaryPositions withBase(double base) {
    return new RotaryPositions(width, positions, base, pairing);
  }

  /// Features of a head.
  public int width() {
    return width;
  }

  /// How many positions there are.
  public int positions() {
    return positions;
  }

  /// The base of the frequencies.
  public double base() {
    return base;
  }

  /// Which features make a pair.
  public Pairing pairing() {
    return pairing;
  }

  /// Cosines `(positions, D / 2)`.
  float[] cos() {
    return cos;
  }

  /// Sines `(positions, D / 2)`.
  float[] sin() {
    return sin;
  }

  /// Turns the heads of one step in place, as [Sequences#rotary] does: for decoders, which read a token
  /// at a time and have no tensors.
  ///
  /// @param x `(heads · D)`, at the beginning of the array
  /// @param position of the step, less than [#positions]
  public void turn(float[] x, int heads, int position) {
    int pairs = width / 2;
    int angle = position * pairs;
    int step = pairing == Pairing.HALVES ? 1 : 2;
    int other = pairing == Pairing.HALVES ? pairs : 1;
    for (int head = 0; head < heads; head++) {
      int at = head * width;
      for (int i = 0; i < pairs; i++) {
        float c = cos[angle + i];
        float s = sin[angle + i];
        float a = x[at + i * step];
        float b = x[at + i * step + other];
        x[at + i * step] = a * c - b * s;
        x[at + i * step + other] = a * s + b * c;
      }
    }
  }
}
