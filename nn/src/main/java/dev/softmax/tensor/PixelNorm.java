package dev.softmax.tensor;

import dev.softmax.kernel.FloatPixelNorms;
import dev.softmax.kernel.FloatPixelNorms.Target;
import org.jspecify.annotations.Nullable;

/// [BatchNorm] of the last axis, over all others, with a shortcut added and a rectifier in the same pass:
/// `y = max(gamma x̂ + beta + shortcut, least)`. Networks of pictures spend much of a step on reading and
/// writing what these three would hand to each other. Their gradients are those of the parts.
///
/// @param least 0 for a rectifier, −∞ for none
/// @param batch whether the statistics are the batch's
/// @param mean of each channel
/// @param rstd reciprocal deviation of each channel
record PixelNorm(
    Tensor x,
    Tensor gamma,
    Tensor beta,
    @Nullable Tensor shortcut,
    float least,
    boolean batch,
    float[] mean,
    float[] rstd)
    implements Op {

  static Tensor apply(
      Tensor x,
      Tensor gamma,
      Tensor beta,
      RunningStatistics running,
      @Nullable Tensor shortcut,
      boolean rectified) {
    check(x.shape(), gamma.shape(), beta, running, shortcut);
    Tensor y =
        shortcut == null
            ? Result.of(x.shape(), x, gamma, beta)
            : Result.of(x.shape(), x, gamma, beta, shortcut);
    boolean batch = y.tape() != null && y.tape().isTraining();
    int channels = gamma.shape().size();
    PixelNorm op =
        new PixelNorm(
            x,
            gamma,
            beta,
            shortcut,
            rectified ? 0 : Float.NEGATIVE_INFINITY,
            batch,
            y.scratch(channels),
            y.scratch(channels));
    op.measure(running);
    FloatPixelNorms.apply(
        x.data(),
        op.rows(),
        channels,
        op.mean,
        op.rstd,
        gamma.data(),
        beta.data(),
        shortcut == null ? null : shortcut.data(),
        op.least,
        y.data());
    return y.by(op);
  }

  private static void check(
      Shape x, Shape gamma, Tensor beta, RunningStatistics running, @Nullable Tensor shortcut) {
    if (x.rank() < 2
        || !gamma.equals(Shape.of(x.length(-1)))
        || !beta.shape().equals(gamma)
        || !running.mean().shape().equals(gamma)) {
      throw new IllegalArgumentException(
          "batch-norm: x %s but gamma %s, beta %s, running mean %s"
              .formatted(x, gamma, beta.shape(), running.mean().shape()));
    }
    if (shortcut != null && !shortcut.shape().equals(x)) {
      throw new IllegalArgumentException(
          "batch-norm: x " + x + " but shortcut " + shortcut.shape());
    }
  }

  private int rows() {
    return x.shape().product(0, x.shape().rank() - 1);
  }

  private void measure(RunningStatistics running) {
    int channels = gamma.shape().size();
    if (batch) {
      if (rows() < 2) {
        throw new IllegalArgumentException(
            "batch-norm: x " + x.shape() + " has one value a channel, too few to train on");
      }
      double[] means = new double[channels];
      double[] variances = new double[channels];
      FloatPixelNorms.moments(x.data(), rows(), channels, means, variances);
      for (int c = 0; c < channels; c++) {
        running.see(c, means[c], variances[c], rows());
        mean[c] = (float) means[c];
        rstd[c] = (float) (1 / Math.sqrt(variances[c] + running.epsilon()));
      }
      return;
    }
    for (int c = 0; c < channels; c++) {
      double variance = running.variance().data()[c];
      mean[c] = running.mean().data()[c];
      rstd[c] = (float) (1 / Math.sqrt(variance + running.epsilon()));
    }
  }

  /// The gradient of an input of the size of the result.
  private static Target target(@Nullable Tensor input) {
    if (input == null || !input.needsGradient()) {
      return new Target(null, false);
    }
    boolean add = !input.gradientSum().isEmpty();
    return new Target(input.gradientSum().filled(), add);
  }

  @Override
  public void backward(Tensor result) {
    // Where both are the same tensor, the second adds to the first.
    Target ofShortcut = target(shortcut);
    Target ofX = target(x);
    FloatPixelNorms.gradient(
        x.data(),
        rows(),
        gamma.shape().size(),
        mean,
        rstd,
        gamma.data(),
        batch,
        result.data(),
        least,
        result.gradientSum().array(),
        ofX,
        ofShortcut,
        result.addedOrScratch(gamma),
        result.addedOrScratch(beta));
  }
}
