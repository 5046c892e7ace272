package dev.softmax.nn;

import dev.softmax.kernel.FloatNorms;

/// A norm as a decoder reads it: of one token, with a copy of its weights.
///
/// @param beta empty for a norm by the root mean square
/// @param mean room for one number
/// @param rstd room for one number
record TokenNorm(float[] gamma, float[] beta, double epsilon, float[] mean, float[] rstd) {

  static TokenNorm of(Layer norm) {
    return switch (norm) {
      case RmsNorm rms -> of(rms.weight().values(), new float[0], rms.epsilon());
      case LayerNorm layer -> of(layer.weight().values(), layer.bias().values(), layer.epsilon());
      default -> throw new IllegalArgumentException("transformer: no norm: " + norm);
    };
  }

  private static TokenNorm of(float[] gamma, float[] beta, double epsilon) {
    return new TokenNorm(gamma, beta, epsilon, new float[1], new float[1]);
  }

  void apply(float[] x, float[] y) {
    if (beta.length == 0) {
      FloatNorms.rms(x, 1, gamma.length, gamma, epsilon, y, rstd);
    } else {
      FloatNorms.layer(x, 1, gamma.length, gamma, beta, epsilon, y, mean, rstd);
    }
  }
}
