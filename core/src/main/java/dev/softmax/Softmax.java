package dev.softmax;

import dev.softmax.kernel.DoubleJacobian;
import dev.softmax.kernel.DoubleRows;
import dev.softmax.kernel.DoubleVectors;
import dev.softmax.kernel.FloatJacobian;
import dev.softmax.kernel.FloatRows;
import dev.softmax.kernel.FloatVectors;
import org.jspecify.annotations.Nullable;

/// Scores to probabilities: `p_k = exp(x_k / T) / sum_j exp(x_j / T)`.
///
/// ```java
/// double[] p = Softmax.of(2, 1, 0.1); // 0.659, 0.242, 0.099
/// float[] rows = Softmax.rows(logits, 10); // each row of 10 on its own
/// float[] sharp = Softmax.STANDARD.withTemperature(0.5).apply(logits);
/// Softmax.LOG.apply(logits, Axis.of(new int[] {8, 10, 32, 32}, 1), logits); // in place, axis 1
/// ```
///
/// A value of this class says how; it is immutable and free to share. Vectors are shifted before
/// anything is exponentiated, so finite logits of any size are safe. NaN makes its own vector NaN;
/// a vector without a finite maximum (only `-∞`, or any `+∞`) is NaN as in PyTorch; a mask that allows
/// nothing gives probabilities 0. As `T → 0` the largest logits share the probability equally, and
/// `T = 0` is that limit. The table is in `docs/numerics.md`.
public final class Softmax implements OutputTransform {
  /// Softmax at temperature 1.
  public static final Softmax STANDARD = new Softmax(1, 1, false, null);

  /// The logarithm of softmax, `x - max - log(sum(exp(x - max)))`, exact where softmax underflows.
  public static final Softmax LOG = new Softmax(1, 1, true, null);

  /// Softmax of the negated scores: the smallest gets the largest probability.
  public static final Softmax SOFTMIN = new Softmax(-1, 1, false, null);

  /// From here on differences of scores may be too large for a `double` where quotients by the
  /// temperature are not.
  private static final double HOT = 0x1p1000;

  /// The same for `float`.
  private static final double HOT_FLOATS = 0x1p64;

  private final double sign;
  private final double temperature;
  private final boolean log;
  private final boolean @Nullable [] mask;

  private Softmax(double sign, double temperature, boolean log, boolean @Nullable [] mask) {
    this.sign = sign;
    this.temperature = temperature;
    this.log = log;
    this.mask = mask;
  }

  /// The same at another temperature: above 1 flatter, below 1 sharper, 0 the argmax.
  ///
  /// @throws IllegalArgumentException if the temperature is negative, infinite or NaN
  @Override
  public Softmax withTemperature(double temperature) {
    Check.temperature(temperature);
    return new Softmax(sign, temperature, log, mask);
  }

  /// The same over the allowed elements only; the others get probability 0 (log-softmax: `-∞`),
  /// whatever their logits are.
  ///
  /// @param allowed one entry a class, for every vector, or one an element, in the array's order
  public Softmax withMask(boolean... allowed) {
    return new Softmax(sign, temperature, log, allowed.clone());
  }

  /// The logarithm of the same.
  public Softmax log() {
    return new Softmax(sign, temperature, true, mask);
  }

  /// `softmax`, `softmin` or one of these with `log-` before it.
  @Override
  public String name() {
    return (log ? "log-" : "") + (sign < 0 ? "softmin" : "softmax");
  }

  /// `logits (n)` → probabilities `(n)`.
  public static double[] of(double... logits) {
    return STANDARD.apply(logits);
  }

  /// `logits (N, K)`, row by row → probabilities `(N, K)`.
  ///
  /// @param logits the matrix, row after row
  /// @param classes `K`
  /// @throws IllegalArgumentException if the elements are no whole rows
  public static double[] rows(double[] logits, int classes) {
    return STANDARD.apply(logits, Check.rows("softmax", logits.length, classes));
  }

  /// `logits (n)` → a new array `(n)`.
  @Override
  public double[] apply(double[] logits) {
    return apply(logits, Axis.vector(logits.length));
  }

  /// The vectors of `axis` in `logits` → a new array as long as `logits`; what `axis` does not reach
  /// is copied.
  ///
  /// @throws IllegalArgumentException if the axis ends past the array
  public double[] apply(double[] logits, Axis axis) {
    double[] out = axis.elements() == logits.length ? new double[logits.length] : logits.clone();
    apply(logits, axis, out);
    return out;
  }

  /// The vectors of `axis` in `logits` → the same places of `out`, which may be `logits` itself.
  /// Allocates nothing.
  ///
  /// @throws IllegalArgumentException if the axis ends past one of the arrays, or if the mask has
  ///     neither one entry an element nor one a class
  @Override
  public void apply(double[] logits, Axis axis, double[] out) {
    Check.fits("softmax", "logits", logits.length, axis);
    Check.fits("softmax", "out", out.length, axis);
    checkMask(axis);
    double beta = sign / temperature;
    if (temperature != 0 && (Math.abs(beta) > Double.MAX_VALUE || temperature > HOT)) {
      int exponent = Rescaled.exponent(temperature);
      Rescaled.scores(logits, axis, (int) sign, mask, exponent, out);
      withTemperature(Math.scalb(temperature, exponent)).apply(out, axis, out);
      return;
    }
    int at = axis.offset();
    if (mask != null || axis.inner() != 1 || temperature == 0) {
      DoubleVectors.softmax(
          logits, out, at, axis.outer(), axis.size(), axis.inner(), beta, log, mask);
    } else if (log) {
      DoubleRows.logSoftmax(logits, at, out, at, axis.outer(), axis.size(), beta);
    } else {
      DoubleRows.softmax(logits, at, out, at, axis.outer(), axis.size(), beta);
    }
  }

  /// The Jacobian of each vector times a vector: how the outputs move when the logits move along
  /// `tangents`. For softmax `p`: `p (v - <p, v>) / T`; for log-softmax: `(v - <p, v>) / T`.
  ///
  /// @param outputs what [#apply(double[], Axis)] gave
  /// @param tangents the directions, in the same places
  /// @param axis where the vectors lie in all three arrays
  /// @param out receives the products; may be `tangents`
  public void jacobianVectorProduct(double[] outputs, double[] tangents, Axis axis, double[] out) {
    product(outputs, tangents, axis, out, false);
  }

  /// A vector times the Jacobian of each vector: the gradient with respect to the logits where
  /// `gradients` is the gradient with respect to the outputs. For softmax `p`: `p (g - <p, g>) / T`;
  /// for log-softmax: `(g - p sum(g)) / T`.
  ///
  /// @param outputs what [#apply(double[], Axis)] gave
  /// @param gradients the gradients of the outputs, in the same places
  /// @param axis where the vectors lie in all three arrays
  /// @param out receives the products; may be `gradients`
  public void vectorJacobianProduct(double[] outputs, double[] gradients, Axis axis, double[] out) {
    product(outputs, gradients, axis, out, true);
  }

  private void product(double[] y, double[] v, Axis axis, double[] out, boolean transposed) {
    Check.fits("softmax product", "outputs", y.length, axis);
    Check.fits("softmax product", "vectors", v.length, axis);
    Check.fits("softmax product", "out", out.length, axis);
    // At temperature 0 the outputs are constant almost everywhere.
    double beta = temperature == 0 ? 0 : sign / temperature;
    boolean cold = Double.isInfinite(beta);
    beta = cold ? sign : beta;
    if (log) {
      DoubleJacobian.logSoftmax(
          y, v, out, axis.offset(), axis.outer(), axis.size(), axis.inner(), beta, transposed);
    } else {
      DoubleJacobian.softmax(
          y, v, out, axis.offset(), axis.outer(), axis.size(), axis.inner(), beta);
    }
    if (cold) {
      Rescaled.divide(out, axis, temperature);
    }
  }

  /// The mean cross-entropy of class targets, and its gradient by the logits: `(p − e_y) / T`.
  ///
  /// @param targets a class, or −100 for none, for each vector in the order of the array
  /// @param out receives the gradient in the places of the logits; not `logits` itself
  /// @throws IllegalArgumentException if the axis ends past an array, or the targets do not suit
  @Override
  public double lossAndGradient(double[] logits, Axis axis, int[] targets, double[] out) {
    if (mask == null && sign == temperature) {
      return CrossEntropy.defaults().lossAndGradient(logits, axis, targets, out);
    }
    double counted = Check.targets(name() + " loss", axis, targets);
    log().apply(logits, axis, out);
    double sum = 0;
    for (int v = 0; v < targets.length; v++) {
      int first = axis.offset() + v / axis.inner() * axis.size() * axis.inner() + v % axis.inner();
      boolean counts = targets[v] != IGNORED;
      sum -= counts ? out[first + targets[v] * axis.inner()] : 0;
      for (int k = 0; k < axis.size(); k++) {
        int i = first + k * axis.inner();
        double p = Math.exp(out[i]);
        out[i] = (counts ? slope(p - (k == targets[v] ? 1 : 0)) / counted : 0);
      }
    }
    return sum / counted;
  }

  /// `logits (n)` → probabilities `(n)`.
  public static float[] of(float[] logits) {
    return STANDARD.apply(logits);
  }

  /// `logits (N, K)`, row by row → probabilities `(N, K)`.
  ///
  /// @param logits the matrix, row after row
  /// @param classes `K`
  /// @throws IllegalArgumentException if the elements are no whole rows
  public static float[] rows(float[] logits, int classes) {
    return STANDARD.apply(logits, Check.rows("softmax", logits.length, classes));
  }

  /// `logits (n)` → a new array `(n)`.
  @Override
  public float[] apply(float[] logits) {
    return apply(logits, Axis.vector(logits.length));
  }

  /// The vectors of `axis` in `logits` → a new array as long as `logits`; what `axis` does not reach
  /// is copied.
  ///
  /// @throws IllegalArgumentException if the axis ends past the array
  public float[] apply(float[] logits, Axis axis) {
    float[] out = axis.elements() == logits.length ? new float[logits.length] : logits.clone();
    apply(logits, axis, out);
    return out;
  }

  /// The vectors of `axis` in `logits` → the same places of `out`, which may be `logits` itself.
  /// Allocates nothing.
  ///
  /// @throws IllegalArgumentException if the axis ends past one of the arrays, or if the mask has
  ///     neither one entry an element nor one a class
  @Override
  public void apply(float[] logits, Axis axis, float[] out) {
    Check.fits("softmax", "logits", logits.length, axis);
    Check.fits("softmax", "out", out.length, axis);
    checkMask(axis);
    double beta = sign / temperature;
    if (temperature != 0 && (Math.abs(beta) > Float.MAX_VALUE || temperature > HOT_FLOATS)) {
      int exponent = Rescaled.exponent(temperature);
      Rescaled.scores(logits, axis, (int) sign, mask, exponent, out);
      withTemperature(Math.scalb(temperature, exponent)).apply(out, axis, out);
      return;
    }
    int at = axis.offset();
    if (mask != null || axis.inner() != 1 || temperature == 0) {
      FloatVectors.softmax(
          logits, out, at, axis.outer(), axis.size(), axis.inner(), beta, log, mask);
    } else if (log) {
      FloatRows.logSoftmax(logits, at, out, at, axis.outer(), axis.size(), beta);
    } else {
      FloatRows.softmax(logits, at, out, at, axis.outer(), axis.size(), beta);
    }
  }

  /// The Jacobian of each vector times a vector: how the outputs move when the logits move along
  /// `tangents`. For softmax `p`: `p (v - <p, v>) / T`; for log-softmax: `(v - <p, v>) / T`.
  ///
  /// @param outputs what [#apply(float[], Axis)] gave
  /// @param tangents the directions, in the same places
  /// @param axis where the vectors lie in all three arrays
  /// @param out receives the products; may be `tangents`
  public void jacobianVectorProduct(float[] outputs, float[] tangents, Axis axis, float[] out) {
    product(outputs, tangents, axis, out, false);
  }

  /// A vector times the Jacobian of each vector: the gradient with respect to the logits where
  /// `gradients` is the gradient with respect to the outputs. For softmax `p`: `p (g - <p, g>) / T`;
  /// for log-softmax: `(g - p sum(g)) / T`.
  ///
  /// @param outputs what [#apply(float[], Axis)] gave
  /// @param gradients the gradients of the outputs, in the same places
  /// @param axis where the vectors lie in all three arrays
  /// @param out receives the products; may be `gradients`
  public void vectorJacobianProduct(float[] outputs, float[] gradients, Axis axis, float[] out) {
    product(outputs, gradients, axis, out, true);
  }

  private void product(float[] y, float[] v, Axis axis, float[] out, boolean transposed) {
    Check.fits("softmax product", "outputs", y.length, axis);
    Check.fits("softmax product", "vectors", v.length, axis);
    Check.fits("softmax product", "out", out.length, axis);
    // At temperature 0 the outputs are constant almost everywhere.
    double beta = temperature == 0 ? 0 : sign / temperature;
    boolean cold = Double.isInfinite(beta);
    beta = cold ? sign : beta;
    if (log) {
      FloatJacobian.logSoftmax(
          y, v, out, axis.offset(), axis.outer(), axis.size(), axis.inner(), beta, transposed);
    } else {
      FloatJacobian.softmax(
          y, v, out, axis.offset(), axis.outer(), axis.size(), axis.inner(), beta);
    }
    if (cold) {
      Rescaled.divide(out, axis, temperature);
    }
  }

  /// The mean cross-entropy of class targets, and its gradient by the logits: `(p − e_y) / T`.
  ///
  /// @param targets a class, or −100 for none, for each vector in the order of the array
  /// @param out receives the gradient in the places of the logits; not `logits` itself
  /// @throws IllegalArgumentException if the axis ends past an array, or the targets do not suit
  @Override
  public double lossAndGradient(float[] logits, Axis axis, int[] targets, float[] out) {
    if (mask == null && sign == temperature) {
      return CrossEntropy.defaults().lossAndGradient(logits, axis, targets, out);
    }
    double counted = Check.targets(name() + " loss", axis, targets);
    log().apply(logits, axis, out);
    double sum = 0;
    for (int v = 0; v < targets.length; v++) {
      int first = axis.offset() + v / axis.inner() * axis.size() * axis.inner() + v % axis.inner();
      boolean counts = targets[v] != IGNORED;
      sum -= counts ? out[first + targets[v] * axis.inner()] : 0;
      for (int k = 0; k < axis.size(); k++) {
        int i = first + k * axis.inner();
        double p = Math.exp(out[i]);
        out[i] = (float) (counts ? slope(p - (k == targets[v] ? 1 : 0)) / counted : 0);
      }
    }
    return sum / counted;
  }

  /// `value / T`; at temperature 0 nothing has a slope.
  private double slope(double value) {
    double beta = temperature == 0 ? 0 : sign / temperature;
    return Double.isInfinite(beta) ? sign * value / temperature : beta * value;
  }

  private void checkMask(Axis axis) {
    if (mask != null && mask.length != axis.size() && mask.length != axis.elements()) {
      throw new IllegalArgumentException(
          "softmax: logits " + Check.shape(axis) + " but mask (" + mask.length + ")");
    }
  }
}
