package dev.softmax.linear;

import dev.softmax.kernel.Parallel;
import java.util.Arrays;

/// Logits `(K, N)`, class by class, with what the cross-entropies of rows need: targets and
/// weights.
/// Loops run over blocks of rows, sums are added in the blocks' order.
final class ClassLogits {
  private static final int BLOCK = 512;

  private final int rows;
  private final int classes;
  private final double[] weights;
  private final double[] shares;
  private final double[] slack;

  ClassLogits(FitData data) {
    rows = data.rows();
    classes = data.classes();
    weights = data.weights().orElseGet(() -> ones(data.rows()));
    shares = new double[Math.multiplyExact(rows, classes)];
    switch (data.targets()) {
      case Targets.Classes(int[] labels, int any) -> {
        for (int i = 0; i < rows; i++) {
          shares[labels[i] * rows + i] = 1;
        }
      }
      case Targets.Shares(double[] given, int any) -> {
        for (int i = 0; i < shares.length; i++) {
          shares[i % classes * rows + i / classes] = given[i];
        }
      }
    }
    slack = ones(rows);
    for (int i = 0; i < shares.length; i++) {
      slack[i % rows] -= shares[i];
    }
  }

  int rows() {
    return rows;
  }

  int classes() {
    return classes;
  }

  double weight(int row) {
    return weights[row];
  }

  double total() {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    return sum;
  }

  /// Sum of the cross-entropies at `z + step u`; writes probabilities.
  double losses(double[] z, double[] u, double step, double[] probabilities) {
    int blocks = Math.ceilDiv(rows, BLOCK);
    double[] parts = new double[blocks];
    Parallel.forEach(
        blocks,
        block -> {
          int from = block * BLOCK;
          parts[block] =
              losses(
                  from, Math.min(rows, from + BLOCK), new double[][] {z, u, probabilities}, step);
        });
    double sum = 0;
    for (double part : parts) {
      sum += part;
    }
    return sum;
  }

  private double losses(int from, int to, double[][] arrays, double step) {
    double[] z = arrays[0];
    double[] u = arrays[1];
    double[] p = arrays[2];
    double[] max = new double[to - from];
    double[] own = new double[to - from];
    double[] sum = new double[to - from];
    Arrays.fill(max, Double.NEGATIVE_INFINITY);
    for (int at = 0; at < p.length; at += rows) {
      for (int i = from; i < to; i++) {
        double logit = z[at + i] + step * u[at + i];
        p[at + i] = logit;
        max[i - from] = Math.max(max[i - from], logit);
      }
    }
    for (int at = 0; at < p.length; at += rows) {
      for (int i = from; i < to; i++) {
        double logit = p[at + i] - max[i - from];
        double share = shares[at + i];
        own[i - from] += share == 0 ? 0 : share * logit;
        double e = Math.exp(logit);
        p[at + i] = e;
        sum[i - from] += e;
      }
    }
    for (int at = 0; at < p.length; at += rows) {
      for (int i = from; i < to; i++) {
        p[at + i] /= sum[i - from];
      }
    }
    double loss = 0;
    for (int i = from; i < to; i++) {
      // What shares lack of a sum of 1 counts for the shift by the maximum; it is at most 1e-6.
      loss += weights[i] * (Math.log(sum[i - from]) - own[i - from] + slack[i] * max[i - from]);
    }
    return loss;
  }

  /// Writes `w (p − y)`.
  void residuals(double[] probabilities, double[] out) {
    for (int at = 0; at < out.length; at += rows) {
      for (int i = 0; i < rows; i++) {
        out[at + i] = weights[i] * (probabilities[at + i] - shares[at + i]);
      }
    }
  }

  /// Sum of `w H(q)`, `q = y + scale (p − y)`: the dual value of residuals scaled by `scale`.
  double entropies(double[] probabilities, double scale) {
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      double q = shares[i] + scale * (probabilities[i] - shares[i]);
      sum -= q > 0 ? weights[i % rows] * q * Math.log(q) : 0;
    }
    return sum;
  }

  private static double[] ones(int rows) {
    double[] ones = new double[rows];
    Arrays.fill(ones, 1);
    return ones;
  }
}
