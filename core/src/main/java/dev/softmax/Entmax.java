package dev.softmax;

import dev.softmax.kernel.EntmaxVector;

/// Scores to probabilities of which many are exactly 0: `p = argmax ⟨p, x⟩ + H_α(p)` over probabilities,
/// with Tsallis' entropy `H_α(p) = Σ (p − p^α) / (α (α − 1))` (Peters, Niculae and Martins, Sparse
/// Sequence-to-Sequence Models, ACL 2019). `α → 1` is softmax, `α = 2` sparsemax (Martins and Astudillo,
/// 2016), and the larger α, the fewer probabilities are not 0.
///
/// ```java
/// double[] p = Entmax.SPARSEMAX.apply(new double[] {2, 1, 0.1}); // 1, 0, 0
/// double[] q = Entmax.ENTMAX15.apply(new double[] {2, 1, 0.1}); // 0.83, 0.17, 0
/// ```
///
/// A vector with NaN, or without a finite maximum, is NaN throughout. α of 2 and 1.5 are solved exactly,
/// others by halving an interval until doubles end. Nothing is sorted.
public final class Entmax {
  /// `α = 2`: the probabilities nearest to the scores.
  public static final Entmax SPARSEMAX = new Entmax(2);

  /// `α = 1.5`.
  public static final Entmax ENTMAX15 = new Entmax(1.5);

  private final double alpha;

  private Entmax(double alpha) {
    this.alpha = alpha;
  }

  /// The transform of some α.
  ///
  /// @param alpha above 1 and at most 100; for 1 there is [Softmax]
  /// @throws IllegalArgumentException if it is not
  public static Entmax of(double alpha) {
    if (!(alpha > 1 && alpha <= 100)) {
      throw new IllegalArgumentException(
          "entmax: alpha " + alpha + " is not above 1 and up to 100");
    }
    return new Entmax(alpha);
  }

  /// `α`.
  public double alpha() {
    return alpha;
  }

  /// `scores (n)` → a new array `(n)`.
  public double[] apply(double[] scores) {
    double[] out = new double[scores.length];
    apply(scores, Axis.vector(scores.length), out);
    return out;
  }

  /// The vectors of `axis` in `scores` → the same places of `out`, which may be `scores` itself.
  ///
  /// @throws IllegalArgumentException if the axis ends past one of the arrays
  public void apply(double[] scores, Axis axis, double[] out) {
    Check.fits("entmax", "scores", scores.length, axis);
    Check.fits("entmax", "out", out.length, axis);
    EntmaxVector.apply(alpha, scores, axis.offset(), out, layout(axis));
  }

  /// `scores (n)` → a new array `(n)`.
  public float[] apply(float[] scores) {
    float[] out = new float[scores.length];
    apply(scores, Axis.vector(scores.length), out);
    return out;
  }

  /// The vectors of `axis` in `scores` → the same places of `out`, which may be `scores` itself.
  ///
  /// @throws IllegalArgumentException if the axis ends past one of the arrays
  public void apply(float[] scores, Axis axis, float[] out) {
    Check.fits("entmax", "scores", scores.length, axis);
    Check.fits("entmax", "out", out.length, axis);
    EntmaxVector.apply(alpha, scores, axis.offset(), out, layout(axis));
  }

  private static EntmaxVector.Layout layout(Axis axis) {
    return new EntmaxVector.Layout(axis.outer(), axis.size(), axis.inner());
  }

  /// A vector times the Jacobian, which is symmetric: `s ∘ (g − ⟨s, g⟩ / Σ s)` with `s = p^(2 − α)` where
  /// `p > 0`, else 0 (proposition 2 of the paper).
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
    for (int o = 0; o < axis.outer(); o++) {
      for (int i = 0; i < axis.inner(); i++) {
        product(outputs, gradients, axis, axis.offset() + o * axis.size() * axis.inner() + i, out);
      }
    }
  }

  private void product(double[] p, double[] g, Axis axis, int at, double[] out) {
    double sum = 0;
    double along = 0;
    for (int k = 0; k < axis.size(); k++) {
      int place = at + k * axis.inner();
      double s = weight(p[place]);
      sum += s;
      along += s == 0 ? 0 : s * g[place];
    }
    double mean = along / sum;
    for (int k = 0; k < axis.size(); k++) {
      int place = at + k * axis.inner();
      double s = weight(p[place]);
      out[place] = s == 0 ? 0 : s * (g[place] - mean);
    }
  }

  private double weight(double p) {
    return p > 0 ? Math.pow(p, 2 - alpha) : p * 0;
  }

  /// `∂p / ∂α (n)` of one vector: `(p − p̃) / (α − 1)² + (h − p̃ Σ h) / (α − 1)` with `h = −p log p` and
  /// `p̃ = s / Σ s` (Correia, Niculae and Martins, Adaptively Sparse Transformers, EMNLP 2019,
  /// proposition 1).
  ///
  /// @param outputs what [#apply(double\[\])] gave
  public double[] alphaDerivative(double[] outputs) {
    double sum = 0;
    double entropy = 0;
    for (double p : outputs) {
      sum += weight(p);
      entropy -= p > 0 ? p * Math.log(p) : 0;
    }
    double[] derivative = new double[outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      double p = outputs[i];
      double share = weight(p) / sum;
      double own = p > 0 ? -p * Math.log(p) : 0;
      derivative[i] =
          (p - share) / ((alpha - 1) * (alpha - 1)) + (own - share * entropy) / (alpha - 1);
    }
    return derivative;
  }

  /// The Fenchel-Young loss of scores against one class, whose gradient by the scores is `p − e_y`:
  /// `⟨p − e_y, x⟩ + H_α(p)` (Blondel, Martins and Niculae, Learning with Fenchel-Young Losses, 2020). It is
  /// 0 as soon as the class leads all others by `1 / (α − 1)`.
  ///
  /// @param scores `(n)`
  /// @param target the class, from 0
  /// @throws IllegalArgumentException if there is no such class
  public double loss(double[] scores, int target) {
    if (target < 0 || target >= scores.length) {
      throw new IllegalArgumentException(
          "entmax loss: target " + target + " of " + scores.length + " classes");
    }
    double[] p = apply(scores);
    double loss = 0;
    for (int i = 0; i < p.length; i++) {
      // By differences to the target's score, which cancel less than the scores themselves.
      loss += p[i] == 0 ? 0 : p[i] * (scores[i] - scores[target]);
      loss += (p[i] - (p[i] == 0 ? 0 : Math.pow(p[i], alpha))) / (alpha * (alpha - 1));
    }
    return loss;
  }
}
