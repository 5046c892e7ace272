package dev.softmax.calibration;

import java.util.SplittableRandom;

/// How far a class is from belonging to a row: the score that a conformal set keeps below a threshold.
/// Letters: `p` probabilities of a row, `s(k)` score of class `k`.
///
/// All but [RandomAps] are free of chance, with `u = 1` for the papers' random number: the class at which the threshold is crossed belongs to
/// the set. Sets come out a little larger than with a random `u`, and the same row gets the same set each time.
public sealed interface SetScore {
  /// The name that a user knows it by.
  String name();

  /// The score of a class.
  ///
  /// @param probability its probability
  /// @param above probability of all classes that are more probable
  /// @param rank one more than how many these are
  double of(double probability, double above, int rank);

  /// Least ambiguous classifier (Sadinle, Lei, Wasserman 2019): `s(k) = 1 − p_k`, the smallest sets on average.
  record Lac() implements SetScore {
    @Override
    public String name() {
      return "lac";
    }

    @Override
    public double of(double probability, double above, int rank) {
      return 1 - probability;
    }
  }

  /// Adaptive prediction sets (Romano, Sesia, Candès 2020) without chance: `s(k) = Σ_{j: p_j > p_k} p_j`. Hard rows
  /// get larger sets than with LAC, easy ones smaller.
  record Aps() implements SetScore {
    @Override
    public String name() {
      return "aps";
    }

    @Override
    public double of(double probability, double above, int rank) {
      return above;
    }
  }

  /// Adaptive prediction sets with chance (Romano, Sesia, Candès 2020): `s(k) = Σ_{j: p_j > p_k} p_j + u p_k`, with `u`
  /// from `U(0, 1)`. Where probabilities are true, easy and hard rows are covered alike; only the most probable class, which
  /// belongs to each set here, is there more often than chance would have it.
  ///
  /// The number is drawn by the class's own probabilities and the seed: the same row gets the same set in any order, and
  /// scores are, as the guarantee needs, the same function of kept and of new rows.
  ///
  /// @param seed of what is drawn
  record RandomAps(long seed) implements SetScore {
    /// Odd numbers that spread the bits of what they are multiplied with.
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private static final long OTHER_SPREAD = 0xD1342543DE82EF95L;

    @Override
    public String name() {
      return "aps-random";
    }

    @Override
    public double of(double probability, double above, int rank) {
      long bits =
          SPREAD * Double.doubleToLongBits(probability)
              + OTHER_SPREAD * Double.doubleToLongBits(above);
      double u = new SplittableRandom(seed ^ Long.rotateLeft(bits, 32) ^ bits).nextDouble();
      return above + u * probability;
    }
  }

  /// Regularised adaptive sets (Angelopoulos, Bates, Malik, Jordan 2021) without chance:
  /// `s(k) = Σ_{j: p_j > p_k} p_j + penalty · max(0, rank − free)`. Long tails of unlikely classes stay out.
  ///
  /// @param penalty what each further class costs, `λ`; not negative
  /// @param free classes that cost nothing, `k_reg`; not negative
  record Raps(double penalty, int free) implements SetScore {
    /// What the authors take for ImageNet's many classes.
    public static final Raps STANDARD = new Raps(0.01, 5);

    /// Sees that neither is negative.
    ///
    /// @throws IllegalArgumentException if one is, or the penalty is not finite
    public Raps {
      if (!(penalty >= 0 && penalty < Double.POSITIVE_INFINITY) || free < 0) {
        throw new IllegalArgumentException(
            "raps: penalty %s and %d free classes must not be negative".formatted(penalty, free));
      }
    }

    @Override
    public String name() {
      return "raps";
    }

    @Override
    public double of(double probability, double above, int rank) {
      return above + penalty * Math.max(0, rank - free);
    }
  }
}
