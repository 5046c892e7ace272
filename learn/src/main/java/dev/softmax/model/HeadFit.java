package dev.softmax.model;

import dev.softmax.Progress;
import dev.softmax.linear.DenseData;
import dev.softmax.linear.FitReport;
import dev.softmax.linear.Options;
import dev.softmax.linear.SoftmaxRegression;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import dev.softmax.vision.PictureNetwork;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// A softmax regression on the features of a network, as the last layer of that network. Letters: `N`
/// pictures, `F` features, `K` classes.
///
/// @param network with the new last layer
/// @param report how the regression went
record HeadFit(PictureNetwork network, FitReport report) {
  /// Rows of features that go through a last layer at a time.
  private static final int BLOCK = 256;

  /// Fits a regression to features `(N, F)` brought to mean 0 and deviation 1, and folds mean and
  /// deviation into the layer's weights: `W x̂ + b = (W / s) x + (b − (W / s) m)`.
  ///
  /// Where classes are to weigh the same, the share of each among the pictures is taken out of the
  /// intercepts, `b − log(K N_k / N)`: the probabilities are those for classes that are equally frequent
  /// (Saerens and others, 2002, equation 2.4).
  static HeadFit of(PictureNetwork base, DenseData data, Regression options, Progress progress) {
    int width = data.columns();
    int count = data.classes();
    double[] mean = new double[width];
    double[] deviation = new double[width];
    moments(data, mean, deviation);
    double[] scaled = data.features().clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (scaled[i] - mean[i % width]) / deviation[i % width];
    }
    SoftmaxRegression regression =
        SoftmaxRegression.fit(
            new DenseData(scaled, data.labels(), width, count),
            Options.defaults().withC(options.c),
            progress);
    double[] weights = regression.coefficients();
    double[] biases = regression.intercepts();
    for (int k = 0; k < count; k++) {
      for (int f = 0; f < width; f++) {
        weights[k * width + f] /= deviation[f];
        biases[k] -= weights[k * width + f] * mean[f];
      }
    }
    if (options.balanced) {
      int[] counts = new int[count];
      for (int k : data.labels()) {
        counts[k]++;
      }
      for (int k = 0; k < count; k++) {
        biases[k] -= Math.log((double) count * Math.max(1, counts[k]) / data.rows());
      }
    }
    PictureNetwork network = base.withClasses(count, new SplittableRandom(0));
    fill(newParameters(base, network), weights, biases);
    return new HeadFit(network, regression.report().orElseThrow());
  }

  /// How the regression is fitted.
  ///
  /// @param c inverse strength of the penalty
  /// @param balanced whether classes weigh the same
  record Regression(double c, boolean balanced) {}

  private static void moments(DenseData data, double[] mean, double[] deviation) {
    int width = mean.length;
    int rows = data.rows();
    double[] features = data.features();
    for (int f = 0; f < width; f++) {
      double sum = 0;
      for (int row = 0; row < rows; row++) {
        sum += features[row * width + f];
      }
      mean[f] = sum / rows;
      double squares = 0;
      for (int row = 0; row < rows; row++) {
        double distance = features[row * width + f] - mean[f];
        squares += distance * distance;
      }
      double root = Math.sqrt(squares / rows);
      // A feature that is always the same tells nothing; what is left of it is rounding.
      deviation[f] = root <= 1e-6 * Math.abs(mean[f]) || root == 0 ? 1 : root;
    }
  }

  /// The parameters that a network does not share with the one it was made of: those of its last layer,
  /// weights before biases.
  private static List<Tensor> newParameters(PictureNetwork base, PictureNetwork network) {
    Set<Tensor> shared = Collections.newSetFromMap(new IdentityHashMap<>());
    shared.addAll(base.parameters().values());
    List<Tensor> found = new ArrayList<>();
    for (Tensor tensor : network.parameters().values()) {
      if (!shared.contains(tensor)) {
        found.add(tensor);
      }
    }
    return found;
  }

  /// Gives a layer its weights and biases.
  private static void fill(List<Tensor> layer, double[] weights, double[] biases) {
    if (layer.size() != 2
        || layer.get(0).shape().size() != weights.length
        || layer.get(1).shape().size() != biases.length) {
      throw new IllegalStateException("the last layer of the network is not linear");
    }
    put(weights, layer.get(0).data());
    put(biases, layer.get(1).data());
  }

  private static void put(double[] from, float[] to) {
    for (int i = 0; i < from.length; i++) {
      to[i] = (float) from[i];
    }
  }

  /// Features `(N, F)` → logits `(N, K)`, through the last layer.
  double[] logits(double[] features) {
    int width = network.featureWidth();
    int classes = network.classes();
    int rows = features.length / width;
    double[] logits = new double[Math.multiplyExact(rows, classes)];
    float[] block = new float[Math.min(rows, BLOCK) * width];
    Tape tape = Tape.inference();
    for (int from = 0; from < rows; from += BLOCK) {
      int count = Math.min(BLOCK, rows - from);
      for (int i = 0; i < count * width; i++) {
        block[i] = (float) features[from * width + i];
      }
      float[] out = network.classify(tape.tensor(block, count, width)).data();
      for (int i = 0; i < count * classes; i++) {
        logits[from * classes + i] = out[i];
      }
      tape.reset();
    }
    return logits;
  }
}
