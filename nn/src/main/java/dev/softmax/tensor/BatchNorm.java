package dev.softmax.tensor;

import dev.softmax.Axis;
import dev.softmax.kernel.FloatNorms;

/// `y = gamma x̂ + beta` with `x̂ = (x − mean) / √(variance + epsilon)` of each feature, axis 1, over the
/// batch and all further axes (Ioffe & Szegedy 2015). With batch statistics,
/// `dx = gamma (dy − mean(dy) − x̂ mean(dy x̂)) / √(…)`; with running ones, `dx = gamma dy / √(…)`.
///
/// @param batch whether the statistics are the batch's
/// @param mean of each feature
/// @param rstd reciprocal deviation of each feature
record BatchNorm(
    Tensor x, Tensor gamma, Tensor beta, boolean batch, Axis axis, float[] mean, float[] rstd)
    implements Op {

  static Tensor apply(Tensor x, Tensor gamma, Tensor beta, RunningStatistics running) {
    Shape shape = x.shape();
    Shape features = gamma.shape();
    if (shape.rank() < 2
        || !features.equals(Shape.of(shape.length(1)))
        || !beta.shape().equals(features)
        || !running.mean().shape().equals(features)) {
      throw new IllegalArgumentException(
          "batch-norm: x "
              + shape
              + " but gamma "
              + features
              + ", beta "
              + beta.shape()
              + ", running mean "
              + running.mean().shape());
    }
    Tensor y = Result.of(shape, x, gamma, beta);
    Axis axis = shape.axis(1);
    boolean batch = y.tape() != null && y.tape().isTraining();
    float[] mean = y.scratch(axis.size());
    BatchNorm op = new BatchNorm(x, gamma, beta, batch, axis, mean, y.scratch(axis.size()));
    if (batch && axis.vectors() < 2) {
      throw new IllegalArgumentException(
          "batch-norm: x " + shape + " has one value a feature, too few to train on");
    }
    op.forward(running, y.data());
    return y.by(op);
  }

  private void forward(RunningStatistics running, float[] y) {
    if (batch && axis.inner() == 1) {
      FloatNorms.batch(
          x.data(),
          axis.outer(),
          axis.size(),
          gamma.data(),
          beta.data(),
          running.epsilon(),
          y,
          mean,
          rstd);
      for (int feature = 0; feature < axis.size(); feature++) {
        double scale = rstd[feature];
        running.see(
            feature, mean[feature], 1 / (scale * scale) - running.epsilon(), axis.vectors());
      }
      return;
    }
    for (int feature = 0; feature < axis.size(); feature++) {
      if (batch) {
        measure(feature, running);
      } else {
        double variance = running.variance().data()[feature];
        mean[feature] = running.mean().data()[feature];
        rstd[feature] = (float) (1 / Math.sqrt(variance + running.epsilon()));
      }
      float center = mean[feature];
      float factor = rstd[feature] * gamma.data()[feature];
      float term = beta.data()[feature];
      for (int row = 0; row < axis.outer(); row++) {
        int end = at(row, feature) + axis.inner();
        for (int i = at(row, feature); i < end; i++) {
          y[i] = (x.data()[i] - center) * factor + term;
        }
      }
    }
  }

  private void measure(int feature, RunningStatistics running) {
    double sum = 0;
    for (int row = 0; row < axis.outer(); row++) {
      int end = at(row, feature) + axis.inner();
      for (int i = at(row, feature); i < end; i++) {
        sum += x.data()[i];
      }
    }
    double center = sum / axis.vectors();
    double squares = 0;
    for (int row = 0; row < axis.outer(); row++) {
      int end = at(row, feature) + axis.inner();
      for (int i = at(row, feature); i < end; i++) {
        squares += (x.data()[i] - center) * (x.data()[i] - center);
      }
    }
    double variance = squares / axis.vectors();
    running.see(feature, center, variance, axis.vectors());
    mean[feature] = (float) center;
    rstd[feature] = (float) (1 / Math.sqrt(variance + running.epsilon()));
  }

  private int at(int row, int feature) {
    return (row * axis.size() + feature) * axis.inner();
  }

  @Override
  public void backward(Tensor result) {
    float[] dy = result.gradientSum().array();
    float[] dx = result.addedOrScratch(x);
    float[] dGamma = result.addedOrScratch(gamma);
    float[] dBeta = result.addedOrScratch(beta);
    if (batch && axis.inner() == 1) {
      FloatNorms.addBatchGradient(
          x.data(), axis.outer(), axis.size(), gamma.data(), mean, rstd, dy, dx, dGamma, dBeta);
      return;
    }
    for (int feature = 0; feature < axis.size(); feature++) {
      feature(feature, dy, dx, dGamma, dBeta);
    }
  }

  private void feature(int feature, float[] dy, float[] dx, float[] dGamma, float[] dBeta) {
    float center = mean[feature];
    float scale = rstd[feature];
    double sum = 0;
    double products = 0;
    for (int row = 0; row < axis.outer(); row++) {
      int end = at(row, feature) + axis.inner();
      for (int i = at(row, feature); i < end; i++) {
        sum += dy[i];
        products += (double) dy[i] * ((x.data()[i] - center) * scale);
      }
    }
    dGamma[feature] += (float) products;
    dBeta[feature] += (float) sum;
    float shift = batch ? (float) (sum / axis.vectors()) : 0;
    float slope = batch ? (float) (products / axis.vectors()) : 0;
    float factor = scale * gamma.data()[feature];
    for (int row = 0; row < axis.outer(); row++) {
      int end = at(row, feature) + axis.inner();
      for (int i = at(row, feature); i < end; i++) {
        dx[i] += factor * (dy[i] - shift - (x.data()[i] - center) * scale * slope);
      }
    }
  }
}
