package dev.softmax.sampling;

import java.util.Map;

/// Adds to the logits of single tokens.
///
/// @param biases what is added to the logit of a token, finite, or `-∞` to mask it
public record LogitBias(Map<Integer, Double> biases) implements SamplerStep {
  /// Checks the values.
  ///
  /// @throws IllegalArgumentException if a token is negative, or a bias NaN or `+∞`
  public LogitBias {
    biases = Map.copyOf(biases);
    biases.forEach(
        (token, bias) -> {
          Require.atLeast("logit bias: token", token, 0);
          Require.between(
              "logit bias of token " + token + ":",
              bias,
              Double.NEGATIVE_INFINITY,
              Float.MAX_VALUE);
        });
  }

  Stage stage(int vocabulary) {
    int[] tokens = biases.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
    double[] values = new double[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      Require.token("logit bias", tokens[i], vocabulary);
      values[i] = biases.getOrDefault(tokens[i], 0.0);
    }
    return candidates -> {
      for (int i = 0; i < tokens.length; i++) {
        int at = candidates.indexOf(tokens[i]);
        if (at >= 0) {
          candidates.set(at, candidates.logit(at) + values[i]);
        }
      }
    };
  }
}
