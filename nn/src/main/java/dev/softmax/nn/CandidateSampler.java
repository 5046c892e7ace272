package dev.softmax.nn;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Draws classes by a fixed distribution, for a [SampledSoftmax].
public sealed interface CandidateSampler {
  /// Number of classes.
  int classes();

  /// Probability of a class in one draw.
  double probability(int k);

  /// One draw.
  int draw(RandomGenerator random);

  /// Logarithm of how often a class is expected among distinct ones that took `tries` draws: TensorFlow's
  /// `−expm1(tries · log1p(−p))`.
  default double logExpectedCount(int k, long tries) {
    return Math.log(-Math.expm1(tries * Math.log1p(-probability(k))));
  }

  /// Classes in the order of their frequency, after Zipf's law:
  /// `p(k) = log((k + 2) / (k + 1)) / log(V + 1)`.
  ///
  /// @param classes `V`
  record LogUniform(int classes) implements CandidateSampler {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if there is no class
    public LogUniform {
      if (classes < 1) {
        throw new IllegalArgumentException("log-uniform candidates of " + classes + " classes");
      }
    }

    @Override
    public double probability(int k) {
      return Math.log1p(1.0 / (k + 1)) / Math.log1p(classes);
    }

    @Override
    public int draw(RandomGenerator random) {
      int k = (int) Math.exp(random.nextDouble() * Math.log1p(classes)) - 1;
      return Math.clamp(k, 0, classes - 1);
    }
  }

  /// Classes by their counts, each to a power.
  final class Unigram implements CandidateSampler {
    private final double[] cumulative;

    private Unigram(double[] cumulative) {
      this.cumulative = cumulative;
    }

    /// Draws class `k` with a probability in proportion to `counts[k]` to the power.
    ///
    /// @param counts of each class
    /// @param power 1 for the distribution of the counts, 0.75 for word2vec's, 0 for all alike
    /// @throws IllegalArgumentException if there is no class, one has a count that is not positive, or
    ///     the power is not finite
    public static Unigram of(long[] counts, double power) {
      if (counts.length == 0 || !Double.isFinite(power)) {
        throw new IllegalArgumentException(
            "unigram candidates of " + counts.length + " classes to the power " + power);
      }
      double[] cumulative = new double[counts.length];
      double sum = 0;
      for (int k = 0; k < counts.length; k++) {
        if (counts[k] <= 0) {
          throw new IllegalArgumentException(
              "unigram candidates: count " + counts[k] + " of class " + k + " is not positive");
        }
        sum += Math.pow((double) counts[k], power);
        cumulative[k] = sum;
      }
      for (int k = 0; k < counts.length; k++) {
        cumulative[k] /= sum;
      }
      return new Unigram(cumulative);
    }

    @Override
    public int classes() {
      return cumulative.length;
    }

    @Override
    public double probability(int k) {
      return cumulative[k] - (k == 0 ? 0 : cumulative[k - 1]);
    }

    @Override
    public int draw(RandomGenerator random) {
      int at = Arrays.binarySearch(cumulative, random.nextDouble());
      // A value that is one of the sums belongs to the next class.
      return Math.min(cumulative.length - 1, at >= 0 ? at + 1 : -at - 1);
    }
  }
}
