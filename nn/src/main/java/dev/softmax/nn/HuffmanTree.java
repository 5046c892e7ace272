package dev.softmax.nn;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Huffman's binary tree over classes by their counts, as word2vec and fastText build it: frequent classes
/// are a few steps from the root. Inner nodes are numbered in the order of their making, the root last.
public final class HuffmanTree {
  /// More than all classes were counted: the count of a node that is not there yet.
  private static final long UNKNOWN = Long.MAX_VALUE / 4;

  private final int[] left;
  private final int[] right;
  private final int[][] nodes;
  private final boolean[][] steps;

  private HuffmanTree(int[] left, int[] right) {
    this.left = left;
    this.right = right;
    int classes = left.length + 1;
    this.nodes = new int[classes][0];
    this.steps = new boolean[classes][0];
    // From the root on: an inner node comes before its children.
    int[][] path = new int[left.length][0];
    boolean[][] way = new boolean[left.length][0];
    for (int node = left.length - 1; node >= 0; node--) {
      for (boolean toRight : new boolean[] {false, true}) {
        int child = toRight ? right[node] : left[node];
        int length = path[node].length;
        int[] longer = Arrays.copyOf(path[node], length + 1);
        boolean[] further = Arrays.copyOf(way[node], length + 1);
        longer[length] = node;
        further[length] = toRight;
        (child < classes ? nodes : path)[child < classes ? child : child - classes] = longer;
        (child < classes ? steps : way)[child < classes ? child : child - classes] = further;
      }
    }
  }

  /// The tree of these counts, which need not be sorted; of equal ones the first class is the more
  /// frequent.
  ///
  /// @throws IllegalArgumentException if there is no class, or a count is negative
  public static HuffmanTree of(long... counts) {
    int classes = counts.length;
    for (int k = 0; k < classes; k++) {
      if (counts[k] < 0) {
        throw new IllegalArgumentException("Huffman tree: count " + counts[k] + " of class " + k);
      }
    }
    if (classes == 0) {
      throw new IllegalArgumentException("Huffman tree: no classes");
    }
    int[] order =
        IntStream.range(0, classes)
            .boxed()
            .sorted(Comparator.comparingLong((Integer k) -> -counts[k]))
            .mapToInt(Integer::intValue)
            .toArray();
    int inner = classes - 1;
    int[][] children = new int[2][inner];
    long[] ofNodes = new long[inner];
    Arrays.fill(ofNodes, UNKNOWN);
    int leaf = classes - 1;
    int node = 0;
    for (int i = 0; i < inner; i++) {
      long sum = 0;
      for (int[] side : children) {
        if (leaf >= 0 && counts[order[leaf]] < ofNodes[node]) {
          sum += counts[order[leaf]];
          side[i] = order[leaf--];
        } else {
          sum += ofNodes[node];
          side[i] = classes + node++;
        }
      }
      ofNodes[i] = sum;
    }
    return new HuffmanTree(children[0], children[1]);
  }

  /// Number of classes.
  public int classes() {
    return nodes.length;
  }

  /// Inner nodes from the root to a class; a copy.
  public int[] path(int k) {
    return nodes[k].clone();
  }

  /// Whether each step of [#path] goes to the right; a copy.
  public boolean[] turns(int k) {
    return steps[k].clone();
  }

  int length(int k) {
    return nodes[k].length;
  }

  /// The left child of an inner node: a class, or the number of classes and that of an inner node.
  int left(int node) {
    return left[node];
  }

  int right(int node) {
    return right[node];
  }
}
