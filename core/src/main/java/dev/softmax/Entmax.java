package dev.softmax;

import dev.softmax.kernel.DoubleEntmax;
import dev.softmax.kernel.FloatEntmax;
import org.jspecify.annotations.Nullable;

/// Scores to probabilities of which many are exactly 0: `p = argmax ⟨p, x / T⟩ + H_α(p)` over
/// probabilities, with Tsallis' entropy `H_α(p) = Σ (p − p^α) / (α (α − 1))` (Peters, Niculae and
/// Martins, Sparse Sequence-to-Sequence Models, ACL 2019, section 3). `α → 1` is softmax, `α = 2`
/// sparsemax (Martins and Astudillo, 2016), and the larger α, the fewer probabilities are not 0.
///
/// ```java
/// double[] p = Entmax.SPARSEMAX.apply(new double[] {2, 1, 0.1}); // 1, 0, 0
/// double[] q = Entmax.ENTMAX15.apply(new double[] {2, 1, 0.1}); // 0.83, 0.17, 0
/// ```
///
/// A vector with NaN, or without a finite maximum, is NaN throughout; a mask that allows nothing
/// gives zeros; `T = 0` shares the probability equally among the largest scores. α of 2 and 1.5 are
/// solved exactly, others by Newton's method, above 2 by halving an interval, until doubles end.
/// Near 1, where powers lose all digits, they are taken in logarithms: the bounds in
/// `docs/numerics.md` hold for every α. Nothing is sorted.
public final class Entmax implements OutputTransform {
  /// `α = 2`: the probabilities nearest to the scores.
  public static final Entmax SPARSEMAX = new Entmax(2, 1, null);

  /// `α = 1.5`.
  public static final Entmax ENTMAX15 = new Entmax(1.5, 1, null);

  private static final double LARGEST_ALPHA = 100;

  /// From here on differences of scores may be too large for a `double` where quotients by the
  /// temperature are not.
  private static final double HOT = 0x1p1000;

  /// Terms of a series of which the first left out is below 2^-53.
  private static final int SERIES = 20;

  private final double alpha;
  private final double temperature;
  private final boolean @Nullable [] mask;

  private Entmax(double alpha, double temperature, boolean @Nullable [] mask) {
    this.alpha = alpha;
    this.temperature = temperature;
    this.mask = mask;
  }

  /// The transform of some α.
  ///
  /// @param alpha above 1 and at most 100; for 1 there is [Softmax]
  /// @throws IllegalArgumentException if it is not
  public static Entmax of(double alpha) {
    if (!(alpha > 1 && alpha <= LARGEST_ALPHA)) {
      throw new IllegalArgumentException(
          "entmax: alpha " + alpha + " is not above 1 and up to 100");
    }
    return new Entmax(alpha, 1, null);
  }

  /// `α`.
  public double alpha() {
    return alpha;
  }

  /// `sparsemax`, `entmax15` or such as `entmax:1.3`.
  @Override
  public String name() {
    if (alpha == 2) {
      return "sparsemax";
    }
    return alpha == 1.5 ? "entmax15" : "entmax:" + alpha;
  }

  /// The same at another temperature: above 1 flatter, below 1 sharper, 0 the argmax.
  ///
  /// @throws IllegalArgumentException if the temperature is negative, infinite or NaN
  @Override
  public Entmax withTemperature(double temperature) {
    Check.temperature(temperature);
    return new Entmax(alpha, temperature, mask);
  }

  /// The same over the allowed elements only; the others get probability 0, whatever their scores
  /// are.
  ///
  /// @param allowed one entry a class, for every vector, or one an element, in the array's order
  public Entmax withMask(boolean... allowed) {
    return new Entmax(alpha, temperature, allowed.clone());
  }

  /// The vectors of `axis` in `scores` → the same places of `out`, which may be `scores` itself.
  /// Allocates nothing once as long a vector has been seen.
  ///
  /// @throws IllegalArgumentException if the axis ends past one of the arrays, or if the mask has
  ///     neither one entry an element nor one a class
  @Override
  public void apply(double[] scores, Axis axis, double[] out) {
    Check.fits("entmax", "scores", scores.length, axis);
    Check.fits("entmax", "out", out.length, axis);
    checkMask(axis);
    // Differences of floats never overflow in double, nor are they as small as such temperatures.
    if (temperature != 0 && (beta() * alpha > Double.MAX_VALUE || temperature > HOT)) {
      int exponent = Rescaled.exponent(temperature);
      Rescaled.scores(scores, axis, 1, mask, exponent, out);
      withTemperature(Math.scalb(temperature, exponent)).apply(out, axis, out);
      return;
    }
    DoubleEntmax.apply(
        scores, out, axis.offset(), axis.outer(), axis.size(), axis.inner(), alpha, beta(), mask);
  }

  /// The vectors of `axis` in `scores` → the same places of `out`, which may be `scores` itself.
  /// Allocates nothing once as long a vector has been seen.
  ///
  /// @throws IllegalArgumentException if the axis ends past one of the arrays, or if the mask has
  ///     neither one entry an element nor one a class
  @Override
  public void apply(float[] scores, Axis axis, float[] out) {
    Check.fits("entmax", "scores", scores.length, axis);
    Check.fits("entmax", "out", out.length, axis);
    checkMask(axis);
    FloatEntmax.apply(
        scores, out, axis.offset(), axis.outer(), axis.size(), axis.inner(), alpha, beta(), mask);
  }

  private double beta() {
    return 1 / temperature;
  }

  /// `value / T` of gradients: at temperature 0 the probabilities are constant almost everywhere.
  private double slope(double value) {
    return temperature == 0 ? 0 : isCold() ? value / temperature : beta() * value;
  }

  /// Whether there is a temperature, but no reciprocal of it.
  private boolean isCold() {
    return temperature != 0 && Double.isInfinite(beta());
  }

  private void checkMask(Axis axis) {
    if (mask != null && mask.length != axis.size() && mask.length != axis.elements()) {
      throw new IllegalArgumentException(
          "entmax: scores " + Check.shape(axis) + " but mask (" + mask.length + ")");
    }
  }

  /// A vector times the Jacobian, which is symmetric: `s ∘ (g − ⟨s, g⟩ / Σ s) / T` with `s = p^(2 −
  /// α)` where `p > 0`, else 0 (proposition 2 of the paper).
  ///
  /// @param outputs what [#apply(double\[\], Axis, double\[\])] gave
  /// @param gradients the gradients of the outputs, in the same places
  /// @param axis where the vectors lie in all three arrays
  /// @param out receives the gradients of the scores; may be `gradients`
  /// @throws IllegalArgumentException if the axis ends past one of the arrays
  public void vectorJacobianProduct(double[] outputs, double[] gradients, Axis axis, double[] out) {
    Check.fits("entmax product", "outputs", outputs.length, axis);
    Check.fits("entmax product", "gradients", gradients.length, axis);
    Check.fits("entmax product", "out", out.length, axis);
    int at = axis.offset();
    double beta = isCold() ? 1 : slope(1);
    DoubleEntmax.product(
        outputs, gradients, out, at, axis.outer(), axis.size(), axis.inner(), alpha, beta);
    if (isCold()) {
      Rescaled.divide(out, axis, temperature);
    }
  }

  /// A vector times the Jacobian, as its `double` twin.
  ///
  /// @param outputs what [#apply(float\[\], Axis, float\[\])] gave
  /// @param gradients the gradients of the outputs, in the same places
  /// @param axis where the vectors lie in all three arrays
  /// @param out receives the gradients of the scores; may be `gradients`
  /// @throws IllegalArgumentException if the axis ends past one of the arrays
  public void vectorJacobianProduct(float[] outputs, float[] gradients, Axis axis, float[] out) {
    Check.fits("entmax product", "outputs", outputs.length, axis);
    Check.fits("entmax product", "gradients", gradients.length, axis);
    Check.fits("entmax product", "out", out.length, axis);
    int at = axis.offset();
    double beta = isCold() ? 1 : slope(1);
    FloatEntmax.product(
        outputs, gradients, out, at, axis.outer(), axis.size(), axis.inner(), alpha, beta);
    if (isCold()) {
      Rescaled.divide(out, axis, temperature);
    }
  }

  /// `∂p / ∂α (n)` of one vector: `(p − p̃) / a² + (h − p̃ Σ h) / a` with `a = α − 1`, `h = −p log p`
  /// and `p̃ = s / Σ s` (Correia, Niculae and Martins, Adaptively Sparse Transformers, EMNLP 2019,
  /// proposition 1).
  ///
  /// Both terms grow beyond bounds as `a → 0`, and cancel. With `l = −log p`, `φ = (exp(a l) − 1) /
  /// a` and `ψ = (φ − l) / a` they are `p (⟨p, ψ⟩ − ψ + l ⟨p, φ⟩ − φ ⟨p, l⟩) / Σ s`, of which nothing
  /// does.
  ///
  /// @param outputs what [#apply(double\[\])] gave
  public double[] alphaDerivative(double[] outputs) {
    double small = alpha - 1;
    double sum = 0;
    double entropy = 0;
    double first = 0;
    double second = 0;
    for (double p : outputs) {
      if (p != 0) {
        double l = -Math.log(p);
        sum += Math.pow(p, 2 - alpha);
        entropy += p * l;
        first += p * Math.expm1(small * l) / small;
        second += p * second(l, small);
      }
    }
    double[] derivative = new double[outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      double p = outputs[i];
      if (p != 0) {
        double l = -Math.log(p);
        double own = second - second(l, small);
        double rest = l * first - Math.expm1(small * l) / small * entropy;
        derivative[i] = p * (own + rest) / sum;
      }
    }
    return derivative;
  }

  /// `(exp(a l) − 1 − a l) / a²`, for small `a l` by its series.
  private static double second(double l, double a) {
    double y = a * l;
    if (y > 1) {
      return (Math.expm1(y) - y) / (a * a);
    }
    double series = 0;
    for (int k = SERIES; k >= 2; k--) {
      series = (1 + series * y) / k;
    }
    return l * l * series;
  }

  /// The Fenchel-Young loss of scores against one class, whose gradient by the scores is `(p − e_y)
  /// / T`:
  /// `⟨p − e_y, x / T⟩ + H_α(p)` (Blondel, Martins and Niculae, Learning with Fenchel-Young Losses,
  /// JMLR 2020, definition 2). It is 0 as soon as the class leads all others by `T / (α − 1)`.
  ///
  /// @param scores `(n)`
  /// @param target the class, from 0
  /// @throws IllegalArgumentException if there is no such class
  public double loss(double[] scores, int target) {
    return loss(scores, Axis.vector(scores.length), new int[] {target});
  }

  /// The mean Fenchel-Young loss, and its gradient by the scores.
  ///
  /// @param targets a class, or −100 for none, for each vector in the order of the array
  /// @param out receives the gradient in the places of the scores; not `scores` itself
  /// @throws IllegalArgumentException if the axis ends past an array, or the targets do not suit
  @Override
  public double lossAndGradient(double[] scores, Axis axis, int[] targets, double[] out) {
    double counted = Check.targets("entmax loss", axis, targets);
    apply(scores, axis, out);
    int inner = axis.inner();
    double sum = 0;
    for (int v = 0; v < targets.length; v++) {
      int first = axis.offset() + v / inner * axis.size() * inner + v % inner;
      boolean counts = targets[v] != IGNORED;
      int own = first + (counts ? targets[v] : 0) * inner;
      for (int i = first; i < first + axis.size() * inner; i += inner) {
        double p = out[i];
        sum += p == 0 || !counts ? 0 : term(p, scores[i] - scores[own]);
        out[i] = counts ? slope(p - (i == own ? 1 : 0)) / counted : 0;
      }
    }
    return sum / counted;
  }

  /// The mean Fenchel-Young loss, and its gradient by the scores.
  ///
  /// @param targets a class, or −100 for none, for each vector in the order of the array
  /// @param out receives the gradient in the places of the scores; not `scores` itself
  /// @throws IllegalArgumentException if the axis ends past an array, or the targets do not suit
  @Override
  public double lossAndGradient(float[] scores, Axis axis, int[] targets, float[] out) {
    double counted = Check.targets("entmax loss", axis, targets);
    apply(scores, axis, out);
    int inner = axis.inner();
    double sum = 0;
    for (int v = 0; v < targets.length; v++) {
      int first = axis.offset() + v / inner * axis.size() * inner + v % inner;
      boolean counts = targets[v] != IGNORED;
      int own = first + (counts ? targets[v] : 0) * inner;
      for (int i = first; i < first + axis.size() * inner; i += inner) {
        double p = out[i];
        sum += p == 0 || !counts ? 0 : term(p, (double) scores[i] - scores[own]);
        out[i] = (float) (counts ? slope(p - (i == own ? 1 : 0)) / counted : 0);
      }
    }
    return sum / counted;
  }

  /// What a probability adds to the loss: the product with its score's lead over the target's,
  /// which cancels less than the scores themselves, and its part of the entropy.
  private double term(double p, double lead) {
    return p * slope(lead) + entropy(p) / alpha;
  }

  /// `(p − p^α) / (α − 1)`.
  private double entropy(double p) {
    if (alpha == 2) {
      return p - p * p;
    }
    if (alpha == 1.5) {
      return 2 * (p - p * Math.sqrt(p));
    }
    // The difference of the powers has few digits near 1.
    return -p * Math.expm1((alpha - 1) * Math.log(p)) / (alpha - 1);
  }
}
