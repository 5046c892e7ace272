package dev.softmax;

import dev.softmax.kernel.DoubleCrossEntropy;
import dev.softmax.kernel.FloatCrossEntropy;
import dev.softmax.kernel.LossOptions;
import org.jspecify.annotations.Nullable;

/// Softmax and cross-entropy in one: the loss of logits, never of probabilities, and its gradient in
/// the same pass.
///
/// `loss = -sum_k w_k q_k log p_k` of each vector, `p = softmax(logits)`, `q` the target (one class, or
/// a probability a class), `w` the class weights. The meaning of every option and reduction is that of
/// PyTorch's `torch.nn.functional.cross_entropy`: the mean over class targets divides by the sum of
/// the targets' weights, the mean over probability targets by the number of vectors. Where nothing
/// counts, or the targets' weights sum to 0, the mean is NaN, smoothed or not; so then are the
/// gradients of vectors that are not ignored.
///
/// ```java
/// double loss = CrossEntropy.defaults().lossAndGradient(logits, Axis.rows(64, 10), labels, gradient);
/// ```
///
/// A value of this class says how; it is immutable and free to share.
public final class CrossEntropy {
  private static final CrossEntropy DEFAULTS = new CrossEntropy(Reduction.MEAN, LossOptions.PLAIN);

  private final Reduction reduction;
  private final LossOptions options;

  private CrossEntropy(Reduction reduction, LossOptions options) {
    this.reduction = reduction;
    this.options = options;
  }

  /// How the losses of the vectors become one number. For one number a vector there is
  /// [CrossEntropy#losses(float[], Axis, int[])].
  public enum Reduction {
    /// Their sum.
    SUM,
    /// Their weighted mean.
    MEAN
  }

  /// The mean, with no weights, no smoothing, no penalty; targets of -100 are ignored.
  public static CrossEntropy defaults() {
    return DEFAULTS;
  }

  /// The same with this reduction.
  public CrossEntropy withReduction(Reduction reduction) {
    return new CrossEntropy(reduction, options);
  }

  /// The same with a weight for each class.
  ///
  /// @throws IllegalArgumentException if a weight is negative or not finite
  public CrossEntropy withClassWeights(double... weights) {
    for (int k = 0; k < weights.length; k++) {
      if (!(weights[k] >= 0 && weights[k] <= Double.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "cross-entropy: weight "
                + weights[k]
                + " of class "
                + k
                + " must be finite and not negative");
      }
    }
    return with(
        new LossOptions(
            weights.clone(), options.ignoreIndex(), options.smoothing(), options.zLoss()));
  }

  /// The same where vectors with this target count nothing and get no gradient.
  public CrossEntropy withIgnoreIndex(int index) {
    return with(
        new LossOptions(options.classWeights(), index, options.smoothing(), options.zLoss()));
  }

  /// The same with targets `(1 - smoothing) q + smoothing / K` (Szegedy et al. 2016, section 7).
  ///
  /// @throws IllegalArgumentException if it is not within 0 and 1
  public CrossEntropy withLabelSmoothing(double smoothing) {
    if (!(smoothing >= 0 && smoothing <= 1)) {
      throw new IllegalArgumentException(
          "label smoothing: " + smoothing + " is not within 0 and 1");
    }
    return with(
        new LossOptions(options.classWeights(), options.ignoreIndex(), smoothing, options.zLoss()));
  }

  /// The same with `factor log(Z)^2` added for each vector that counts, `Z` the sum of its
  /// exponentials, which keeps logits from drifting (PaLM, arXiv 2204.02311, section 5). Under the
  /// mean it is averaged over these vectors, each counting once.
  ///
  /// @throws IllegalArgumentException if the factor is negative or not finite
  public CrossEntropy withZLoss(double factor) {
    if (!(factor >= 0 && factor <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("z-loss: " + factor + " must be finite and not negative");
    }
    return with(
        new LossOptions(
            options.classWeights(), options.ignoreIndex(), options.smoothing(), factor));
  }

  private CrossEntropy with(LossOptions options) {
    return new CrossEntropy(reduction, options);
  }

  /// Loss of `logits (N, K)`, or of any axis, against the class of each vector.
  ///
  /// @param axis where the vectors of `K` logits lie
  /// @param targets `(outer, inner)`: a class from 0 to `K - 1`, or the index to ignore
  /// @throws IllegalArgumentException if the shapes differ or a target is no class
  public double loss(float[] logits, Axis axis, int[] targets) {
    return reduce(logits, axis, targets, null, null);
  }

  /// Loss of `logits (N, K)`, or of any axis, against probabilities in the same places.
  ///
  /// @throws IllegalArgumentException if the shapes differ
  public double loss(float[] logits, Axis axis, float[] targetProbabilities) {
    return reduce(logits, axis, null, targetProbabilities, null);
  }

  /// [#loss(float[], Axis, int[])] and its gradient with respect to the logits, written to the same
  /// places of `gradient`, which may be `logits` itself.
  public double lossAndGradient(float[] logits, Axis axis, int[] targets, float[] gradient) {
    Check.fits("cross-entropy", "gradient", gradient.length, axis);
    return reduce(logits, axis, targets, null, gradient);
  }

  /// [#loss(float[], Axis, float[])] and its gradient with respect to the logits, written to the
  /// same places of `gradient`, which may be `logits` itself.
  public double lossAndGradient(
      float[] logits, Axis axis, float[] targetProbabilities, float[] gradient) {
    Check.fits("cross-entropy", "gradient", gradient.length, axis);
    return reduce(logits, axis, null, targetProbabilities, gradient);
  }

  /// The loss of each vector, `(outer, inner)`: PyTorch's reduction "none".
  public float[] losses(float[] logits, Axis axis, int[] targets) {
    return each(logits, axis, targets, null, null);
  }

  /// The loss of each vector, `(outer, inner)`, against probabilities in the places of the logits.
  public float[] losses(float[] logits, Axis axis, float[] targetProbabilities) {
    return each(logits, axis, null, targetProbabilities, null);
  }

  /// [#losses(float[], Axis, int[])] and the gradient of each loss with respect to its own logits.
  public float[] lossesAndGradient(float[] logits, Axis axis, int[] targets, float[] gradient) {
    Check.fits("cross-entropy", "gradient", gradient.length, axis);
    return each(logits, axis, targets, null, gradient);
  }

  private double reduce(
      float[] logits,
      Axis axis,
      int @Nullable [] classes,
      float @Nullable [] probabilities,
      float @Nullable [] gradient) {
    check(logits.length, axis, classes);
    if (probabilities != null) {
      Check.fits("cross-entropy", "target probabilities", probabilities.length, axis);
    }
    double norm = norm(axis.vectors(), classes);
    double sum =
        FloatCrossEntropy.sum(
            logits,
            axis.offset(),
            axis.outer(),
            axis.size(),
            axis.inner(),
            classes,
            probabilities,
            options,
            penalty(axis.vectors(), classes, norm),
            over(norm, 1),
            gradient,
            null);
    return over(norm, sum);
  }

  private float[] each(
      float[] logits,
      Axis axis,
      int @Nullable [] classes,
      float @Nullable [] probabilities,
      float @Nullable [] gradient) {
    check(logits.length, axis, classes);
    if (probabilities != null) {
      Check.fits("cross-entropy", "target probabilities", probabilities.length, axis);
    }
    float[] losses = new float[axis.vectors()];
    FloatCrossEntropy.sum(
        logits,
        axis.offset(),
        axis.outer(),
        axis.size(),
        axis.inner(),
        classes,
        probabilities,
        options,
        options.zLoss(),
        1,
        gradient,
        losses);
    return losses;
  }

  /// Loss of `logits (N, K)`, or of any axis, against the class of each vector.
  ///
  /// @param axis where the vectors of `K` logits lie
  /// @param targets `(outer, inner)`: a class from 0 to `K - 1`, or the index to ignore
  /// @throws IllegalArgumentException if the shapes differ or a target is no class
  public double loss(double[] logits, Axis axis, int[] targets) {
    return reduce(logits, axis, targets, null, null);
  }

  /// Loss of `logits (N, K)`, or of any axis, against probabilities in the same places.
  ///
  /// @throws IllegalArgumentException if the shapes differ
  public double loss(double[] logits, Axis axis, double[] targetProbabilities) {
    return reduce(logits, axis, null, targetProbabilities, null);
  }

  /// [#loss(double[], Axis, int[])] and its gradient with respect to the logits, written to the same
  /// places of `gradient`, which may be `logits` itself.
  public double lossAndGradient(double[] logits, Axis axis, int[] targets, double[] gradient) {
    Check.fits("cross-entropy", "gradient", gradient.length, axis);
    return reduce(logits, axis, targets, null, gradient);
  }

  /// [#loss(double[], Axis, double[])] and its gradient with respect to the logits, written to the
  /// same places of `gradient`, which may be `logits` itself.
  public double lossAndGradient(
      double[] logits, Axis axis, double[] targetProbabilities, double[] gradient) {
    Check.fits("cross-entropy", "gradient", gradient.length, axis);
    return reduce(logits, axis, null, targetProbabilities, gradient);
  }

  /// The loss of each vector, `(outer, inner)`: PyTorch's reduction "none".
  public double[] losses(double[] logits, Axis axis, int[] targets) {
    return each(logits, axis, targets, null, null);
  }

  /// The loss of each vector, `(outer, inner)`, against probabilities in the places of the logits.
  public double[] losses(double[] logits, Axis axis, double[] targetProbabilities) {
    return each(logits, axis, null, targetProbabilities, null);
  }

  /// [#losses(double[], Axis, int[])] and the gradient of each loss with respect to its own logits.
  public double[] lossesAndGradient(double[] logits, Axis axis, int[] targets, double[] gradient) {
    Check.fits("cross-entropy", "gradient", gradient.length, axis);
    return each(logits, axis, targets, null, gradient);
  }

  private double reduce(
      double[] logits,
      Axis axis,
      int @Nullable [] classes,
      double @Nullable [] probabilities,
      double @Nullable [] gradient) {
    check(logits.length, axis, classes);
    if (probabilities != null) {
      Check.fits("cross-entropy", "target probabilities", probabilities.length, axis);
    }
    double norm = norm(axis.vectors(), classes);
    double sum =
        DoubleCrossEntropy.sum(
            logits,
            axis.offset(),
            axis.outer(),
            axis.size(),
            axis.inner(),
            classes,
            probabilities,
            options,
            penalty(axis.vectors(), classes, norm),
            over(norm, 1),
            gradient,
            null);
    return over(norm, sum);
  }

  private double[] each(
      double[] logits,
      Axis axis,
      int @Nullable [] classes,
      double @Nullable [] probabilities,
      double @Nullable [] gradient) {
    check(logits.length, axis, classes);
    if (probabilities != null) {
      Check.fits("cross-entropy", "target probabilities", probabilities.length, axis);
    }
    double[] losses = new double[axis.vectors()];
    DoubleCrossEntropy.sum(
        logits,
        axis.offset(),
        axis.outer(),
        axis.size(),
        axis.inner(),
        classes,
        probabilities,
        options,
        options.zLoss(),
        1,
        gradient,
        losses);
    return losses;
  }

  LossOptions options() {
    return options;
  }

  /// What the sum of the losses of so many vectors is divided by.
  double norm(int vectors, int @Nullable [] targets) {
    if (reduction == Reduction.SUM) {
      return 1;
    }
    if (targets == null) {
      return vectors;
    }
    if (options.classWeights() == null) {
      return Targets.count(targets, vectors, options.ignoreIndex());
    }
    double norm = 0;
    for (int v = 0; v < vectors; v++) {
      norm += targets[v] == options.ignoreIndex() ? 0 : options.weight(targets[v]);
    }
    return norm;
  }

  /// A sum of losses, or the factor of their gradients, divided by their norm. By a norm of 0 NaN,
  /// also where smoothing gave losses without a weight a sum.
  static double over(double norm, double value) {
    return norm == 0 ? Double.NaN : value / norm;
  }

  /// The z-loss factor that, divided by `norm`, averages over the vectors that count.
  double penalty(int vectors, int @Nullable [] targets, double norm) {
    if (options.zLoss() == 0 || reduction == Reduction.SUM) {
      return options.zLoss();
    }
    int counted =
        targets == null ? vectors : Targets.count(targets, vectors, options.ignoreIndex());
    return counted == 0 ? 0 : options.zLoss() * norm / counted;
  }

  private void check(int length, Axis axis, int @Nullable [] classes) {
    Check.fits("cross-entropy", "logits", length, axis);
    double[] weights = options.classWeights();
    if (weights != null && weights.length != axis.size()) {
      throw new IllegalArgumentException(
          "cross-entropy: logits "
              + Check.shape(axis)
              + " but class weights ("
              + weights.length
              + ")");
    }
    if (classes == null) {
      return;
    }
    if (classes.length != axis.vectors()) {
      throw new IllegalArgumentException(
          "cross-entropy: logits " + Check.shape(axis) + " but targets (" + classes.length + ")");
    }
    int v = Targets.wrong(classes, axis.vectors(), axis.size(), options.ignoreIndex());
    if (v >= 0) {
      throw new IllegalArgumentException(
          "cross-entropy: target "
              + classes[v]
              + " of vector "
              + v
              + " is no class of logits "
              + Check.shape(axis));
    }
  }
}
