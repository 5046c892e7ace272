package dev.softmax.sampling;

/// Runs a [SamplerChain], a token at a time. Keeps the tokens it has chosen or accepted as far back as
/// the chain's history goes. All memory is taken at construction. Not for use by several threads at
/// once.
public final class Sampler {
  private final int vocabulary;
  private final Stage[] stages;
  private final Draws[] draws;
  private final Candidates candidates;
  private long count;
  private double logProbability = Double.NaN;

  Sampler(SamplerChain chain, int vocabulary, long seed) {
    Require.atLeast("sampler: vocabulary", vocabulary, 1);
    this.vocabulary = vocabulary;
    candidates = new Candidates(vocabulary);
    stages = new Stage[chain.steps().size()];
    draws = new Draws[stages.length];
    for (int i = 0; i < stages.length; i++) {
      draws[i] = new Draws(seed, i);
      stages[i] = Stage.of(chain.steps().get(i), draws[i]);
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
    if (token < 0 || token >= vocabulary) {
      throw new IllegalArgumentException(
          "sampler: token " + token + " is not in the vocabulary of " + vocabulary);
    }
    for (Stage stage : stages) {
      stage.accept(token);
    }
  }

  /// Natural logarithm of the probability that the last chosen token had, among the candidates that
  /// the chain left; NaN before the first.
  public double logProbability() {
    return logProbability;
  }

  /// Forgets all tokens and begins the sequence of random numbers again.
  public void reset() {
    for (Stage stage : stages) {
      stage.reset();
    }
    count = 0;
    logProbability = Double.NaN;
  }
}
