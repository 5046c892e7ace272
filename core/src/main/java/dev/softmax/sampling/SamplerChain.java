package dev.softmax.sampling;

import java.util.List;

/// An ordered chain of steps, from logits to a chosen token. A value: [#sampler] makes the object
/// that runs it.
///
/// ```java
/// SamplerChain chain =
///     SamplerChain.of(new Temperature(0.8), new TopK(40), new TopP(0.95), new Multinomial());
/// Sampler sampler = chain.sampler(vocabulary, 42);
/// int token = sampler.next(logits);
/// ```
///
/// @param steps what is done, in this order; the last one chooses, and no other does
/// @param history number of past tokens that steps can look back at, at least 1
public record SamplerChain(List<SamplerStep> steps, int history) {
  /// How far back a chain of [#of] can look.
  public static final int HISTORY = 4096;

  /// Checks the order.
  ///
  /// @throws IllegalArgumentException if the last step does not choose a token or another one does,
  ///     or if the history is less than 1
  public SamplerChain {
    steps = List.copyOf(steps);
    Require.atLeast("sampler chain: history", history, 1);
    if (steps.isEmpty() || !(steps.getLast() instanceof ChoosingStep)) {
      throw new IllegalArgumentException(
          "sampler chain: "
              + (steps.isEmpty() ? "no step" : "the last step, " + steps.getLast() + ",")
              + " chooses no token; let the last one be Multinomial, Greedy or another that does");
    }
    for (SamplerStep step : steps.subList(0, steps.size() - 1)) {
      if (step instanceof ChoosingStep) {
        throw new IllegalArgumentException(
            "sampler chain: " + step + " chooses a token, and steps follow it");
      }
    }
  }

  /// The chain of these steps, with a history of [#HISTORY] tokens.
  ///
  /// @throws IllegalArgumentException if the last step does not choose a token or another one does
  public static SamplerChain of(SamplerStep... steps) {
    return new SamplerChain(List.of(steps), HISTORY);
  }

  /// This chain with another length of the history.
  ///
  /// @throws IllegalArgumentException if it is less than 1
  public SamplerChain withHistory(int tokens) {
    return new SamplerChain(steps, tokens);
  }

  /// A sampler at its beginning. Equal chains, vocabularies and seeds choose the same tokens for the
  /// same logits, on every machine.
  ///
  /// @param vocabulary number of tokens, and of logits
  /// @throws IllegalArgumentException if it is less than 1, or a step names a token beyond it
  public Sampler sampler(int vocabulary, long seed) {
    return new Sampler(this, vocabulary, seed);
  }
}
