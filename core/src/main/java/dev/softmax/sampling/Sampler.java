package dev.softmax.sampling;

import java.util.List;
import java.util.stream.IntStream;

/// Runs a [SamplerChain], a token at a time. Keeps the tokens it has chosen or accepted as far back as
/// the chain's history goes. All memory is taken at construction. Not for use by several threads at
/// once.
public final class Sampler {
  private final int vocabulary;
  private final Stage[] stages;
  private final Draws[] draws;
  private final Candidates candidates;
  private final History history;
  private long count;
  private double logProbability = Double.NaN;

  Sampler(SamplerChain chain, int vocabulary, long seed) {
    Require.atLeast("sampler: vocabulary", vocabulary, 1);
    this.vocabulary = vocabulary;
    candidates = new Candidates(vocabulary);
    history = new History(chain.history());
    stages = new Stage[chain.steps().size()];
    draws = new Draws[stages.length];
    for (int i = 0; i < stages.length; i++) {
      draws[i] = new Draws(seed, i);
      stages[i] = Stage.of(chain.steps().get(i), draws[i], history, vocabulary);
    }
  }

  /// `logits (V)` → the chosen token, which is accepted, too. `-∞` masks a token; tokens of `+∞`
  /// share the probability. The logits are not changed.
  ///
  /// @throws IllegalArgumentException if there are not `V` logits, if one is NaN, or if every token is
  ///     masked, by its logit or by a step; the sampler stays as it was
  public int next(float[] logits) {
    if (logits.length != vocabulary) {
      throw new IllegalArgumentException(
          "sampler: logits (" + logits.length + ") but vocabulary (" + vocabulary + ")");
    }
    candidates.begin(logits);
    for (int i = 0; i < stages.length; i++) {
      draws[i].at(count);
      stages[i].apply(candidates);
    }
    int chosen = candidates.chosen();
    logProbability = candidates.logProbability(chosen);
    int token = candidates.token(chosen);
    count++;
    accept(token);
    return token;
  }

  /// Adds a token that this sampler did not choose, such as one of a prompt, to the history.
  ///
  /// @throws IllegalArgumentException if it is not in the vocabulary
  public void accept(int token) {
    Require.token("sampler", token, vocabulary);
    for (Stage stage : stages) {
      stage.accept(token);
    }
    history.add(token);
  }

  /// Natural logarithm of the probability that the last chosen token had, among the candidates that
  /// the chain left; NaN before the first.
  public double logProbability() {
    return logProbability;
  }

  /// Number of tokens that the chain left to choose from in the last step; 0 before the first.
  public int candidates() {
    return Double.isNaN(logProbability) ? 0 : candidates.size();
  }

  /// The candidates of the last step, the most probable first, of equal ones the lowest token: writes
  /// as many as there are and as fit. Only until the next step, or until the logits' array changes.
  ///
  /// @param tokens `(M)` receives their tokens
  /// @param logProbabilities `(M)` receives the natural logarithms of their probabilities
  /// @return how many were written
  /// @throws IllegalArgumentException if the arrays differ in length
  public int top(int[] tokens, double[] logProbabilities) {
    if (tokens.length != logProbabilities.length) {
      throw new IllegalArgumentException(
          "sampler: tokens ("
              + tokens.length
              + ") but logProbabilities ("
              + logProbabilities.length
              + ")");
    }
    return candidates() == 0 ? 0 : candidates.top(tokens, logProbabilities);
  }

  /// [#top(int[], double\[\])] as a list of at most `count` candidates, for convenience.
  ///
  /// @throws IllegalArgumentException if the count is negative
  public List<Candidate> top(int count) {
    Require.atLeast("sampler: count", count, 0);
    int[] tokens = new int[Math.min(count, candidates())];
    double[] logProbabilities = new double[tokens.length];
    int n = top(tokens, logProbabilities);
    return IntStream.range(0, n)
        .mapToObj(i -> new Candidate(tokens[i], logProbabilities[i]))
        .toList();
  }

  /// Forgets all tokens and begins the sequence of random numbers again.
  public void reset() {
    for (Stage stage : stages) {
      stage.reset();
    }
    history.clear();
    count = 0;
    logProbability = Double.NaN;
  }
}
