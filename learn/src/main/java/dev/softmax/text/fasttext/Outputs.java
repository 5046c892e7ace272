package dev.softmax.text.fasttext;

import java.util.Arrays;

/// From the hidden vector `(D)` to logarithms of probabilities `(K)`, as fastText has them: 10⁻⁵ is added to
/// each probability, and to each on the way to a leaf, before its logarithm is taken.
///
/// @param weights the output matrix `(K, D)`
/// @param loss what it means
/// @param tree of hierarchical softmax, with no nodes for the other losses
record Outputs(Weights weights, FastTextArgs.Loss loss, Tree tree) {
  private static final double FLOOR = 1e-5;

  /// fastText looks the sigmoid up in a table of so many steps, from −8 to 8.
  private static final int STEPS = 512;

  private static final int END = 8;

  static Outputs of(Weights weights, FastTextArgs.Loss loss, long[] counts) {
    boolean hierarchical = loss == FastTextArgs.Loss.HIERARCHICAL_SOFTMAX;
    return new Outputs(weights, loss, Tree.of(hierarchical ? counts : new long[0]));
  }

  /// Huffman's tree over the labels. Nodes are the `K` labels, then the inner nodes, the root last.
  ///
  /// @param left the left child of each inner node
  /// @param right its right child
  record Tree(int[] left, int[] right) {
    /// More than all labels were counted.
    private static final long UNKNOWN = 1_000_000_000_000_000L;

    /// Builds the tree as fastText does, which relies on counts that descend; others make a tree too.
    static Tree of(long[] counts) {
      int labels = counts.length;
      int inner = Math.max(0, labels - 1);
      int[][] children = new int[2][inner];
      long[] count = new long[labels + inner];
      System.arraycopy(counts, 0, count, 0, labels);
      Arrays.fill(count, labels, count.length, UNKNOWN);
      int leaf = labels - 1;
      int node = labels;
      for (int i = 0; i < inner; i++) {
        long sum = 0;
        for (int[] side : children) {
          boolean takesLeaf = leaf >= 0 && count[leaf] < count[node];
          side[i] = takesLeaf ? leaf-- : node++;
          sum += count[side[i]];
        }
        count[labels + i] = sum;
      }
      return new Tree(children[0], children[1]);
    }
  }

  double[] logProbabilities(double[] hidden) {
    int labels = (int) weights.rows();
    return switch (loss) {
      case HIERARCHICAL_SOFTMAX -> leaves(hidden, labels);
      case NEGATIVE_SAMPLING, ONE_VS_ALL -> {
        double[] out = products(hidden, labels);
        for (int k = 0; k < labels; k++) {
          out[k] = Math.log(tabledSigmoid((float) out[k]) + FLOOR);
        }
        yield out;
      }
      case SOFTMAX -> {
        double[] out = products(hidden, labels);
        double max = Double.NEGATIVE_INFINITY;
        for (double x : out) {
          max = Math.max(max, x);
        }
        double sum = 0;
        for (double x : out) {
          sum += Math.exp(x - max);
        }
        for (int k = 0; k < labels; k++) {
          out[k] = Math.log(Math.exp(out[k] - max) / sum + FLOOR);
        }
        yield out;
      }
    };
  }

  private double[] products(double[] hidden, int labels) {
    double[] out = new double[labels];
    for (int k = 0; k < labels; k++) {
      out[k] = weights.dot(hidden, k);
    }
    return out;
  }

  private static double tabledSigmoid(float x) {
    if (x < -END) {
      return 0;
    }
    if (x > END) {
      return 1;
    }
    int step = (int) ((x + END) * STEPS / END / 2);
    double middle = (double) step * 2 * END / STEPS - END;
    return 1 / (1 + Math.exp(-middle));
  }

  /// Goes from the root to the leaves; children have lower numbers than their parents.
  private double[] leaves(double[] hidden, int labels) {
    int inner = tree.left().length;
    double[] scores = new double[labels + inner];
    for (int i = inner - 1; i >= 0; i--) {
      double right = 1 / (1 + Math.exp(-weights.dot(hidden, i)));
      double score = scores[labels + i];
      scores[tree.left()[i]] = score + Math.log(1 - right + FLOOR);
      scores[tree.right()[i]] = score + Math.log(right + FLOOR);
    }
    return Arrays.copyOf(scores, labels);
  }
}
