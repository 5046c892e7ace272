package dev.softmax.sampling;

import dev.softmax.kernel.FloatCandidates;
import java.util.Arrays;

/// The tokens that may still be chosen in one step, in ascending order of token, and their logits.
/// At first this is the whole vocabulary, read from the caller's array; it is copied when the first
/// step drops candidates or changes logits. A temperature is kept beside the logits and not divided
/// out: it does not change their order, and probabilities are computed with it in `double`.
///
/// Whatever decides a choice is the same on every machine. Comparisons are exact; weights come
/// element by element from products, sums and fused products ([FloatCandidates]); their sums are
/// plain loops in one order; logarithms are those of [StrictMath].
final class Candidates {
  private final float[] own;
  private final int[] tokens;
  private final Weights weights;
  private final float[] maxima;
  private final Ranking ranking;

  private float[] x;
  private int size;
  private boolean shared;
  private boolean whole;
  private double temperature;
  private float max;
  private boolean maximumKnown;
  private boolean weightsKnown;
  private int chosen;

  Candidates(int vocabulary) {
    own = new float[vocabulary];
    tokens = new int[vocabulary];
    weights = new Weights(vocabulary);
    maxima = new float[blocks(vocabulary)];
    ranking = new Ranking(vocabulary);
    x = own;
  }

  private static int blocks(int n) {
    return (n + FloatCandidates.BLOCK - 1) / FloatCandidates.BLOCK;
  }

  /// Starts a step with all tokens of the vocabulary.
  ///
  /// @throws IllegalArgumentException if a logit is NaN, or none is larger than `-∞`
  void begin(float[] logits) {
    if (!FloatCandidates.maxima(logits, own.length, maxima)) {
      int i = 0;
      while (!Float.isNaN(logits[i])) {
        i++;
      }
      throw new IllegalArgumentException("sampler: logit " + i + " is NaN");
    }
    x = logits;
    shared = true;
    size = own.length;
    whole = true;
    temperature = 1;
    chosen = -1;
    maximumKnown = false;
    weightsKnown = false;
    takeMaximum();
  }

  int size() {
    return size;
  }

  int token(int i) {
    return whole ? i : tokens[i];
  }

  /// Where a token stands among the candidates; negative where it does not.
  int indexOf(int token) {
    return whole ? token : Arrays.binarySearch(tokens, 0, size, token);
  }

  double logit(int i) {
    return x[i] / temperature;
  }

  /// Changes the logit of candidate `i`.
  void set(int i, double logit) {
    if (shared) {
      System.arraycopy(x, 0, own, 0, size);
      x = own;
      shared = false;
    }
    own[i] = (float) (logit * temperature);
    maximumKnown = false;
    weightsKnown = false;
  }

  /// Divides the logits; by 0: keeps the largest alone.
  void divide(double by) {
    if (by == 0) {
      keepLargest(1);
      return;
    }
    temperature *= by;
    weightsKnown = false;
  }

  private float maximum() {
    if (!maximumKnown) {
      FloatCandidates.maxima(x, size, maxima);
      takeMaximum();
    }
    return max;
  }

  /// The maximum from those of the blocks. Candidates of `+∞` share the probability: the others are
  /// dropped.
  private void takeMaximum() {
    float largest = Float.NEGATIVE_INFINITY;
    for (int block = 0; block < blocks(size); block++) {
      largest = Math.max(largest, maxima[block]);
    }
    if (largest == Float.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException(
          "sampler: all " + size + " candidates are masked, with logits of -∞");
    }
    max = largest;
    maximumKnown = true;
    if (largest == Float.POSITIVE_INFINITY) {
      compact(largest, size);
      Arrays.fill(own, 0, size, 0);
      Arrays.fill(maxima, 0, blocks(size), 0);
      max = 0;
      maximumKnown = true;
    }
  }

  /// The candidates' weights, proportional to their probabilities.
  float[] weights() {
    if (!weightsKnown) {
      weights.take(x, size, maximum(), temperature);
      weightsKnown = true;
    }
    return weights.values();
  }

  /// Sum of [#weights].
  private double total() {
    weights();
    return weights.total();
  }

  /// Logarithm of the sum of the exponentials, relative to the largest.
  double logTotal() {
    return StrictMath.log(total() / FloatCandidates.largestWeight(max, temperature));
  }

  /// Natural logarithm of the probability of candidate `i`.
  double logProbability(int i) {
    double log = logTotal();
    return excess(i) - log;
  }

  /// The logit of candidate `i` less the largest one; not positive.
  double excess(int i) {
    return ((double) x[i] - maximum()) / temperature;
  }

  /// Entropy of the probabilities in nats.
  double entropy() {
    return logTotal() - (weights.mean(x) - max) / temperature;
  }

  /// Standard deviation of the logits that are not `-∞`.
  double deviation() {
    return TopNSigma.deviation(x, size, maximum()) / temperature;
  }

  /// Writes the largest logits that are not `-∞` to `out`, the largest first; how many.
  int largest(double[] out) {
    int k = Math.min(out.length, size);
    ranking.byCount(x, size, k);
    int ties = ranking.ties();
    int n = 0;
    for (int i = 0; i < size; i++) {
      boolean in = x[i] > ranking.threshold() || (x[i] == ranking.threshold() && ties-- > 0);
      if (in && x[i] > Float.NEGATIVE_INFINITY) {
        out[n++] = -logit(i);
      }
    }
    Arrays.sort(out, 0, n);
    for (int i = 0; i < n; i++) {
      out[i] = -out[i];
    }
    return n;
  }

  /// Keeps the `k` largest logits.
  void keepLargest(int k) {
    if (k >= size) {
      return;
    }
    float bound = bound(k);
    if (bound > Float.NEGATIVE_INFINITY) {
      compact(bound, size);
    }
    if (k < size) {
      ranking.byCount(x, size, k);
      compact(ranking.threshold(), ranking.ties());
    }
  }

  /// A lower bound of the `k`-th largest logit: the `k`-th largest maximum of a block.
  private float bound(int k) {
    maximum();
    int blocks = blocks(size);
    if (k > blocks) {
      return Float.NEGATIVE_INFINITY;
    }
    if (k == 1) {
      return max;
    }
    ranking.byCount(maxima, blocks, k);
    return ranking.threshold();
  }

  /// Keeps the candidates whose probability is at least `exp(log)` times the largest one, and at
  /// least `least`.
  void keepAbove(double log, int least) {
    float threshold = ceiling(maximum() + log * temperature);
    if (count(threshold, least) < least) {
      keepLargest(least);
    } else {
      compact(threshold, size);
    }
  }

  /// Number of logits of at least `threshold`, counted no further than `enough`.
  private int count(float threshold, int enough) {
    int count = 0;
    for (int i = 0; i < size && count < enough; i++) {
      count += x[i] >= threshold ? 1 : 0;
    }
    return count;
  }

  /// Keeps the fewest of the most probable with a mass of at least `p`, and at least `least`.
  void keepNucleus(double p, int least) {
    if (least >= size) {
      return;
    }
    float[] w = weights();
    // What weighs less than this share of the rest sums to less than the rest: it is outside.
    float negligible = (float) ((1 - p) * total() / size * 0.999);
    double mass = p * total();
    if (least == 1 && negligible > 0) {
      int n = 0;
      for (int i = 0; i < size; i++) {
        if (w[i] >= negligible) {
          tokens[n] = token(i);
          w[n] = w[i];
          own[n++] = x[i];
        }
      }
      shrink(n);
    }
    ranking.byMass(x, w, size, mass, least);
    compact(ranking.threshold(), ranking.ties());
  }

  /// Keeps the fewest of the largest scores with a mass of at least `p`, and at least `least`.
  void keepRanked(float[] scores, double p, int least) {
    if (least < size) {
      float[] w = weights();
      ranking.byMass(scores, w, size, p * total(), least);
      float threshold = ranking.threshold();
      int ties = ranking.ties();
      int n = 0;
      for (int i = 0; i < size; i++) {
        if (scores[i] > threshold || (scores[i] == threshold && ties-- > 0)) {
          tokens[n] = token(i);
          own[n++] = x[i];
        }
      }
      shrink(n);
    }
  }

  /// Drops the candidates with at least `exp(log)` times the largest probability but the least
  /// probable of them, of equal ones that of the highest token; nothing, where fewer than `least`
  /// would be left.
  void dropTop(double log, int least) {
    float threshold = Math.max(-Float.MAX_VALUE, ceiling(maximum() + log * temperature));
    int last = -1;
    int above = 0;
    for (int i = 0; i < size; i++) {
      if (x[i] >= threshold) {
        above++;
        last = last < 0 || x[i] <= x[last] ? i : last;
      }
    }
    if (above < 2 || size - (above - 1) < least) {
      return;
    }
    int n = 0;
    for (int i = 0; i < size; i++) {
      if (x[i] < threshold || i == last) {
        tokens[n] = token(i);
        own[n++] = x[i];
      }
    }
    shrink(n);
  }

  /// The least `float` that is not below a bound.
  private static float ceiling(double bound) {
    float rounded = (float) bound;
    return rounded < bound ? Math.nextUp(rounded) : rounded;
  }

  /// Keeps logits above `threshold` and the first `ties` of those that equal it.
  private void compact(float threshold, int ties) {
    int n = 0;
    int left = ties;
    int blocks = blocks(size);
    for (int block = 0; block < blocks; block++) {
      if (maximumKnown && maxima[block] < threshold) {
        continue;
      }
      int end = Math.min(size, (block + 1) * FloatCandidates.BLOCK);
      for (int i = block * FloatCandidates.BLOCK; i < end; i++) {
        if (x[i] > threshold || (x[i] == threshold && left-- > 0)) {
          tokens[n] = token(i);
          own[n++] = x[i];
        }
      }
    }
    shrink(n);
  }

  private void shrink(int n) {
    x = own;
    shared = false;
    whole = false;
    size = n;
    maximumKnown = false;
    weightsKnown = false;
  }

  /// Writes the most probable candidates and the logarithms of their probabilities, the most probable
  /// first, of equal ones the lowest token; how many.
  int top(int[] topTokens, double[] logProbabilities) {
    int k = Math.min(topTokens.length, size);
    if (k == 0) {
      return 0;
    }
    ranking.byCount(x, size, k);
    int ties = ranking.ties();
    int n = 0;
    double log = logTotal();
    for (int i = 0; i < size; i++) {
      if (x[i] > ranking.threshold() || (x[i] == ranking.threshold() && ties-- > 0)) {
        topTokens[n] = token(i);
        logProbabilities[n++] = excess(i) - log;
      }
    }
    Descending.sort(logProbabilities, topTokens, k);
    return k;
  }

  /// Chooses the candidate in which the share `u` of the mass falls, `0 <= u < 1`.
  void choose(double u) {
    weights();
    chosen = weights.at(u);
  }

  /// Chooses the first of the largest logits.
  void chooseLargest() {
    float largest = maximum();
    int i = 0;
    while (x[i] != largest) {
      i++;
    }
    chosen = i;
  }

  /// Chooses candidate `i`.
  void chooseAt(int i) {
    chosen = i;
  }

  int chosen() {
    return chosen;
  }
}
