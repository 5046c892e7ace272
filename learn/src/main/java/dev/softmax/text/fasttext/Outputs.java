package dev.softmax.text.fasttext;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/// From the hidden vector `(D)` to the most probable of `K` labels. Logarithms of probabilities are as
/// fastText has them: 10⁻⁵ is added to each probability, and to each on the way to a leaf, before its
/// logarithm is taken.
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

  /// The most probable labels, the most probable first.
  ///
  /// @param scores takes the logarithms of their probabilities; what it holds for others has no meaning
  int[] best(double[] hidden, int most, double[] scores) {
    if (loss == FastTextArgs.Loss.HIERARCHICAL_SOFTMAX) {
      return bestLeaves(hidden, most, scores);
    }
    for (int k = 0; k < scores.length; k++) {
      scores[k] = weights.dot(hidden, k);
    }
    // Probabilities go up with products, but those of a table have many ties, which the sort keeps.
    int[] best =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer k) -> scores[k]).reversed())
            .limit(most)
            .mapToInt(Integer::intValue)
            .toArray();
    if (loss == FastTextArgs.Loss.SOFTMAX) {
      double max = scores[best[0]];
      double sum = 0;
      for (double score : scores) {
        sum += Math.exp(score - max);
      }
      for (int k : best) {
        scores[k] = Math.log(Math.exp(scores[k] - max) / sum + FLOOR);
      }
    } else {
      for (int k : best) {
        scores[k] = Math.log(tabledSigmoid((float) scores[k]) + FLOOR);
      }
    }
    return best;
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

  /// A node of the tree, and the logarithm of the probability that fastText gives it.
  private record Scored(int node, double score) {}

  /// The most probable leaves, found without looking at branches that are less probable.
  private int[] bestLeaves(double[] hidden, int most, double[] scores) {
    int labels = scores.length;
    PriorityQueue<Scored> open =
        new PriorityQueue<>(Comparator.comparingDouble(Scored::score).reversed());
    open.add(new Scored(labels + tree.left().length - 1, 0));
    int[] best = new int[Math.min(most, labels)];
    int found = 0;
    while (found < best.length) {
      Scored next = open.remove();
      int inner = next.node() - labels;
      if (inner < 0) {
        scores[next.node()] = next.score();
        best[found++] = next.node();
      } else {
        double right = 1 / (1 + Math.exp(-weights.dot(hidden, inner)));
        open.add(new Scored(tree.left()[inner], next.score() + Math.log(1 - right + FLOOR)));
        open.add(new Scored(tree.right()[inner], next.score() + Math.log(right + FLOOR)));
      }
    }
    return best;
  }
}
