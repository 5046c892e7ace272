package dev.softmax;

import java.util.random.RandomGenerator;

/// Draws from softmax that can be differentiated: `softmax((x + g) / T)` with Gumbel noise
/// `g = −log(−log u)` (Jang, Gu and Poole, Categorical Reparameterization with Gumbel-Softmax, ICLR
/// 2017, equation 2; Maddison, Mnih and Teh, The Concrete Distribution, ICLR 2017). The largest of
/// a draw is distributed as softmax of `x`, whatever `T` is; as `T → 0` a draw tends to that
/// one-hot vector.
///
/// Straight through: forward the one-hot vector of [#oneHot], backward the gradient of the soft
/// draw (section 2.2).
///
/// ```java
/// GumbelSoftmax gumbel = GumbelSoftmax.of(0.5);
/// float[] noise = new float[logits.length];
/// GumbelSoftmax.noise(random, noise);
/// gumbel.apply(logits, noise, axis, soft); // to differentiate by
/// GumbelSoftmax.oneHot(soft, axis, hard); // to go on with
/// ```
///
/// @param temperature `T`, above 0
public record GumbelSoftmax(double temperature) {
  private static final double STEP = 0x1p-53;

  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if the temperature is not finite and above 0
  public GumbelSoftmax {
    Check.positiveTemperature("gumbel-softmax", temperature);
  }

  /// That of a temperature.
  ///
  /// @throws IllegalArgumentException if it is not finite and above 0
  public static GumbelSoftmax of(double temperature) {
    return new GumbelSoftmax(temperature);
  }

  private Softmax softmax() {
    return Softmax.STANDARD.withTemperature(temperature);
  }

  /// One number of Gumbel's distribution. The same on every machine.
  private static double draw(RandomGenerator random) {
    // The middle of one of 2^53 equal parts of (0, 1): neither logarithm is infinite.
    double u = ((random.nextLong() >>> 11) + 0.5) * STEP;
    return -StrictMath.log(-StrictMath.log(u));
  }

  /// Fills `noise` with independent numbers of Gumbel's standard distribution.
  public static void noise(RandomGenerator random, double[] noise) {
    for (int i = 0; i < noise.length; i++) {
      noise[i] = draw(random);
    }
  }

  /// `logits`, `noise` → soft draws, all in the same places.
  ///
  /// @param noise as many as the logits, such as [#noise(RandomGenerator, double\[\])] gives
  /// @param axis where the vectors lie in all three arrays
  /// @param out receives the draws; may be one of the others
  /// @throws IllegalArgumentException if the axis ends past one of the arrays
  public void apply(double[] logits, double[] noise, Axis axis, double[] out) {
    Check.fits("gumbel-softmax", "logits", logits.length, axis);
    Check.fits("gumbel-softmax", "noise", noise.length, axis);
    Check.fits("gumbel-softmax", "out", out.length, axis);
    for (int i = axis.offset(); i < axis.end(); i++) {
      out[i] = logits[i] + noise[i];
    }
    softmax().apply(out, axis, out);
  }

  /// Of each vector 1 at its largest element, the first of equal ones, and 0 elsewhere; NaN
  /// throughout where the vector has one.
  ///
  /// @param soft the vectors
  /// @param axis where they lie in both arrays
  /// @param out receives the result; may be `soft`
  /// @throws IllegalArgumentException if the axis ends past one of the arrays
  public static void oneHot(double[] soft, Axis axis, double[] out) {
    Check.fits("one-hot", "soft", soft.length, axis);
    Check.fits("one-hot", "out", out.length, axis);
    int inner = axis.inner();
    for (int v = 0; v < axis.vectors(); v++) {
      int first = axis.offset() + v / inner * axis.size() * inner + v % inner;
      int best = first;
      double missing = 0;
      for (int k = 0; k < axis.size(); k++) {
        double value = soft[first + k * inner];
        best = value > soft[best] ? first + k * inner : best;
        missing = Double.isNaN(value) ? Double.NaN : missing;
      }
      for (int k = 0; k < axis.size(); k++) {
        int i = first + k * inner;
        out[i] = i == best ? 1 + missing : missing;
      }
    }
  }

  /// The gradient by the logits, where `gradients` is that by the soft draw, or by its one-hot
  /// vector when it is handed straight through: `y (g − ⟨y, g⟩) / T`.
  ///
  /// @param soft what [#apply(double\[\], double\[\], Axis, double\[\])] gave
  /// @param gradients in the same places
  /// @param axis where the vectors lie in all three arrays
  /// @param out receives the gradient; may be `gradients`
  /// @throws IllegalArgumentException if the axis ends past one of the arrays
  public void vectorJacobianProduct(double[] soft, double[] gradients, Axis axis, double[] out) {
    softmax().vectorJacobianProduct(soft, gradients, axis, out);
  }

  /// Fills `noise` with independent numbers of Gumbel's standard distribution.
  public static void noise(RandomGenerator random, float[] noise) {
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) draw(random);
    }
  }

  /// `logits`, `noise` → soft draws, all in the same places.
  ///
  /// @param noise as many as the logits, such as [#noise(RandomGenerator, float\[\])] gives
  /// @param axis where the vectors lie in all three arrays
  /// @param out receives the draws; may be one of the others
  /// @throws IllegalArgumentException if the axis ends past one of the arrays
  public void apply(float[] logits, float[] noise, Axis axis, float[] out) {
    Check.fits("gumbel-softmax", "logits", logits.length, axis);
    Check.fits("gumbel-softmax", "noise", noise.length, axis);
    Check.fits("gumbel-softmax", "out", out.length, axis);
    for (int i = axis.offset(); i < axis.end(); i++) {
      out[i] = logits[i] + noise[i];
    }
    softmax().apply(out, axis, out);
  }

  /// Of each vector 1 at its largest element, the first of equal ones, and 0 elsewhere; NaN
  /// throughout where the vector has one.
  ///
  /// @param soft the vectors
  /// @param axis where they lie in both arrays
  /// @param out receives the result; may be `soft`
  /// @throws IllegalArgumentException if the axis ends past one of the arrays
  public static void oneHot(float[] soft, Axis axis, float[] out) {
    Check.fits("one-hot", "soft", soft.length, axis);
    Check.fits("one-hot", "out", out.length, axis);
    int inner = axis.inner();
    for (int v = 0; v < axis.vectors(); v++) {
      int first = axis.offset() + v / inner * axis.size() * inner + v % inner;
      int best = first;
      double missing = 0;
      for (int k = 0; k < axis.size(); k++) {
        double value = soft[first + k * inner];
        best = value > soft[best] ? first + k * inner : best;
        missing = Double.isNaN(value) ? Double.NaN : missing;
      }
      for (int k = 0; k < axis.size(); k++) {
        int i = first + k * inner;
        out[i] = (float) (i == best ? 1 + missing : missing);
      }
    }
  }

  /// The gradient by the logits, where `gradients` is that by the soft draw, or by its one-hot
  /// vector when it is handed straight through: `y (g − ⟨y, g⟩) / T`.
  ///
  /// @param soft what [#apply(float\[\], float\[\], Axis, float\[\])] gave
  /// @param gradients in the same places
  /// @param axis where the vectors lie in all three arrays
  /// @param out receives the gradient; may be `gradients`
  /// @throws IllegalArgumentException if the axis ends past one of the arrays
  public void vectorJacobianProduct(float[] soft, float[] gradients, Axis axis, float[] out) {
    softmax().vectorJacobianProduct(soft, gradients, axis, out);
  }
}
