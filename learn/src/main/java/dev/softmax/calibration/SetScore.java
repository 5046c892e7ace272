package dev.softmax.calibration;

/// How far a class is from belonging to a row: the score that a conformal set keeps below a threshold.
/// Letters: `p` probabilities of a row, `s(k)` score of class `k`.
///
/// All are free of chance: sets come out a little larger than with the randomised scores of the papers,
/// and the same row gets the same set each time.
public sealed interface SetScore {
  /// The name that a user knows it by.
  String name();

  /// The score of a class.
  ///
  /// @param probability its probability
  /// @param cumulative probability of all classes that are at least as probable, it included
  /// @param rank how many classes are at least as probable, it included; from 1
  double of(double probability, double cumulative, int rank);

  /// Least ambiguous classifier (Sadinle, Lei, Wasserman 2019): `s(k) = 1 − p_k`, the smallest sets on average.
  record Lac() implements SetScore {
    @Override
    public String name() {
      return "lac";
    }

    @Override
    public double of(double probability, double cumulative, int rank) {
      return 1 - probability;
    }
  }

  /// Adaptive prediction sets (Romano, Sesia, Candès 2020) without the random part: `s(k) = Σ_{j: p_j ≥ p_k} p_j`. Hard rows
  /// get larger sets than with LAC, easy ones smaller.
  record Aps() implements SetScore {
    @Override
    public String name() {
      return "aps";
    }

    @Override
    public double of(double probability, double cumulative, int rank) {
      return cumulative;
    }
  }

  /// Regularised adaptive sets (Angelopoulos, Bates, Malik, Jordan 2021) without the random part:
  /// `s(k) = Σ_{j: p_j ≥ p_k} p_j + penalty · max(0, rank − free)`. Long tails of unlikely classes stay out.
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
    public double of(double probability, double cumulative, int rank) {
      return cumulative + penalty * Math.max(0, rank - free);
    }
  }
}
