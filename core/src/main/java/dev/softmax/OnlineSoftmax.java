package dev.softmax;

import java.util.stream.Collector;

/// The softmax of a stream of logits, in one pass and constant memory: the maximum `m`, the sum
/// `Z = Σ exp(x - m)`, the place of the maximum and the count. Two of them merge into that of both
/// streams by `(m, Z) ⊕ (m', Z') = (M, Z exp(m - M) + Z' exp(m' - M))`, `M = max(m, m')`: Milakov &
/// Gimelshein, *Online normalizer calculation for softmax*, arXiv 1805.02867, equation 4.
///
/// Logits are numbered by their position in the stream ([#add(double)]; merging numbers the other
/// stream's on from here) or by the caller ([#add(long, double)]; merging leaves the numbers). One
/// accumulator does the one or the other.
///
/// ```java
/// OnlineSoftmax all = logits.parallel().boxed().collect(OnlineSoftmax.collector());
/// OnlineSoftmax too =
///     logits.collect(OnlineSoftmax::new, OnlineSoftmax::add, OnlineSoftmax::merge);
/// ```
///
/// Merging is associative: exactly so in maximum, argmax and count, and up to rounding in `Z`, which
/// is a compensated sum (Neumaier 1974), so that its error does not grow with the count. A NaN poisons the result: maximum, log-sum-exp and probabilities are NaN,
/// and the argmax is the first NaN's. With a +∞ the log-sum-exp is +∞ and probabilities are NaN;
/// of nothing but −∞, or of nothing, it is −∞ and they are NaN. Not safe for use by many threads
/// at once: give each its own and merge.
public final class OnlineSoftmax {
  private double maximum = Double.NEGATIVE_INFINITY;
  private double sum;
  private double lost;
  private long argmax = -1;
  private long count;
  private boolean numbered;

  /// An accumulator that has seen nothing.
  public OnlineSoftmax() {}

  /// What an accumulator holds, as plain values to store or send.
  ///
  /// @param maximum the largest logit, −∞ of nothing
  /// @param sum `Σ exp(x - maximum)`, where a logit equal to the maximum counts 1: from 1 to
  ///     `count`, NaN where the maximum is
  /// @param argmax the number of the maximum, −1 of nothing
  /// @param count how many logits there were
  /// @param numbered whether the caller numbered the logits
  public record State(double maximum, double sum, long argmax, long count, boolean numbered) {
    /// What rounding may add to a sum of so many terms, each at most 1: far more than it does.
    private static final double ROUNDING = 1 + 0x1p-30;

    /// Checks that the values can have come from an accumulator.
    ///
    /// @throws IllegalArgumentException if they cannot
    public State {
      boolean empty = maximum == Double.NEGATIVE_INFINITY && sum == 0 && argmax == -1 && !numbered;
      boolean possible =
          count == 0
              ? empty
              : count > 0
                  && argmax >= 0
                  && (numbered || argmax < count)
                  && (Double.isNaN(maximum)
                      ? Double.isNaN(sum)
                      : sum >= 1 && sum <= count * ROUNDING);
      if (!possible) {
        throw new IllegalArgumentException(
            "online softmax: maximum "
                + maximum
                + ", sum "
                + sum
                + ", argmax "
                + argmax
                + " cannot come from "
                + count
                + " logits");
      }
    }
  }

  /// An accumulator that goes on from `state`.
  public static OnlineSoftmax of(State state) {
    OnlineSoftmax softmax = new OnlineSoftmax();
    softmax.maximum = state.maximum();
    softmax.sum = state.sum();
    softmax.argmax = state.argmax();
    softmax.count = state.count();
    softmax.numbered = state.numbered();
    return softmax;
  }

  /// What this accumulator holds now.
  public State state() {
    return new State(maximum, sum + lost, argmax, count, numbered);
  }

  /// Collects a stream of logits; a parallel stream gives the argmax of the sequential one.
  public static Collector<Double, ?, OnlineSoftmax> collector() {
    return Collector.of(
        OnlineSoftmax::new,
        OnlineSoftmax::add,
        (a, b) -> {
          a.merge(b);
          return a;
        },
        Collector.Characteristics.IDENTITY_FINISH);
  }

  /// Takes the next logit, numbered by its position.
  ///
  /// @throws IllegalStateException if the logits before it were numbered by the caller
  public void add(double logit) {
    if (numbered) {
      throw new IllegalStateException(
          "online softmax: a logit without a number after " + count + " numbered ones");
    }
    take(count, logit);
  }

  /// Takes a logit that the caller numbers `index`, in any order.
  ///
  /// @throws IllegalArgumentException if `index` is negative
  /// @throws IllegalStateException if a logit before it was numbered by its position
  public void add(long index, double logit) {
    if (index < 0) {
      throw new IllegalArgumentException("online softmax: index " + index + " is negative");
    }
    if (!numbered && count > 0) {
      throw new IllegalStateException(
          "online softmax: number " + index + " after " + count + " logits without numbers");
    }
    numbered = true;
    take(index, logit);
  }

  /// Takes each of `logits` in turn, numbered by position.
  ///
  /// @throws IllegalStateException if the logits before them were numbered by the caller
  public void addAll(double... logits) {
    for (double logit : logits) {
      add(logit);
    }
  }

  /// Takes each of `logits` in turn, numbered by position.
  ///
  /// @throws IllegalStateException if the logits before them were numbered by the caller
  public void addAll(float[] logits) {
    for (float logit : logits) {
      add(logit);
    }
  }

  /// Takes all that `other` has seen, as if it came after this. `other` is left as it is.
  ///
  /// @throws IllegalArgumentException if one was numbered by the caller and the other by position
  public void merge(OnlineSoftmax other) {
    if (other.count == 0) {
      return;
    }
    if (count > 0 && numbered != other.numbered) {
      throw new IllegalArgumentException(
          "online softmax: "
              + count
              + (numbered ? " logits with" : " logits without")
              + " numbers but "
              + other.count
              + (other.numbered ? " with" : " without"));
    }
    long index = other.numbered ? other.argmax : count + other.argmax;
    double otherMaximum = other.maximum;
    double otherSum = other.sum + other.lost;
    numbered = other.numbered;
    count += other.count;
    merge(otherMaximum, otherSum, index);
  }

  private void take(long index, double logit) {
    count++;
    merge(logit, Double.isNaN(logit) ? Double.NaN : 1, index);
  }

  /// Merges a stream of maximum `x`, that lies at `index`, and sum `weight`.
  private void merge(double x, double weight, long index) {
    if (x < maximum) {
      increase(weight * Math.exp(x - maximum));
    } else if (x > maximum) {
      double shrink = Math.exp(maximum - x);
      sum *= shrink;
      lost *= shrink;
      increase(weight);
      maximum = x;
      argmax = index;
    } else if (x == maximum) {
      // Without exp: the difference of two infinities is no number.
      increase(weight);
      argmax = argmax < 0 ? index : Math.min(argmax, index);
    } else if (Double.isNaN(x)) {
      argmax = Double.isNaN(maximum) ? Math.min(argmax, index) : index;
      maximum = Double.NaN;
      sum = Double.NaN;
    }
  }

  private void increase(double term) {
    double increased = sum + term;
    lost += sum > term ? sum - increased + term : term - increased + sum;
    sum = increased;
  }

  /// The largest logit; −∞ of nothing, NaN if one was NaN.
  public double max() {
    return maximum;
  }

  /// The number of the largest logit, of equal ones the lowest number; of the first NaN if there
  /// was one; −1 of nothing.
  public long argmax() {
    return argmax;
  }

  /// How many logits there were.
  public long count() {
    return count;
  }

  /// `ln Σ exp(x) = m + ln Z`; −∞ of nothing.
  public double logSumExp() {
    return maximum + Math.log(sum + lost);
  }

  /// The probability `exp(logit - m) / Z` of a logit of the stream; NaN if the maximum is NaN or
  /// infinite.
  public double probability(double logit) {
    return Double.isInfinite(maximum) ? Double.NaN : Math.exp(logit - maximum) / (sum + lost);
  }

  @Override
  public String toString() {
    return "OnlineSoftmax[count="
        + count
        + ", max="
        + maximum
        + ", argmax="
        + argmax
        + ", logSumExp="
        + logSumExp()
        + "]";
  }
}
