package dev.softmax.nn;

import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Sequences;
import dev.softmax.tensor.Tensor;
import dev.softmax.tensor.TreePaths;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Probabilities of classes as products of binary choices from the root of a [HuffmanTree] to a leaf:
/// a class costs about `log2 V` dot products to train, and probabilities sum to 1 without a
/// normaliser (Morin and Bengio 2005; the form of word2vec and fastText). A step to the right has the
/// probability `σ(hidden · node)`.
///
/// @param weight `(V − 1, D)`, a vector an inner node, the root's last
/// @param tree of the classes
public record HierarchicalSoftmax(Tensor weight, HuffmanTree tree) implements Part {
  private static final int IGNORED = -100;

  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if the weight has not a row for each inner node
  public HierarchicalSoftmax {
    if (weight.shape().rank() != 2 || weight.shape().length(0) != tree.classes() - 1) {
      throw new IllegalArgumentException(
          "hierarchical softmax: weight "
              + weight.shape()
              + " for "
              + (tree.classes() - 1)
              + " inner nodes");
    }
  }

  /// Vectors of zeros, as word2vec and fastText begin: every choice is even.
  public static HierarchicalSoftmax of(HuffmanTree tree, int features) {
    int inner = tree.classes() - 1;
    return new HierarchicalSoftmax(
        Tensor.parameter(new float[inner * features], inner, features), tree);
  }

  /// Mean of minus the targets' log-probabilities: `hidden (N, D)`, `targets (N)` → `()`. Targets of
  /// −100 count nothing.
  ///
  /// @throws IllegalArgumentException if the shapes differ, or a target is no class
  public Tensor loss(Tensor hidden, Indices targets) {
    if (hidden.shape().rank() != 2
        || targets.shape().rank() != 1
        || hidden.shape().length(0) != targets.shape().length(0)) {
      throw new IllegalArgumentException(
          "hierarchical softmax: hidden " + hidden.shape() + " but targets " + targets.shape());
    }
    int rows = targets.shape().size();
    int steps = 0;
    int count = 0;
    for (int row = 0; row < rows; row++) {
      int target = targets.data()[row];
      check(row, target);
      steps += target == IGNORED ? 0 : tree.length(target);
      count += target == IGNORED ? 0 : 1;
    }
    int[] ofRows = new int[steps];
    int[] nodes = new int[steps];
    boolean[] right = new boolean[steps];
    int at = 0;
    for (int row = 0; row < rows; row++) {
      int target = targets.data()[row];
      int length = target == IGNORED ? 0 : tree.length(target);
      for (int i = 0; i < length; i++) {
        ofRows[at + i] = row;
      }
      if (length > 0) {
        System.arraycopy(tree.path(target), 0, nodes, at, length);
        System.arraycopy(tree.turns(target), 0, right, at, length);
      }
      at += length;
    }
    Tensor sum = Sequences.pathCrossEntropy(hidden, weight, new TreePaths(ofRows, nodes, right));
    return count == 0 ? sum.plus(Double.NaN) : sum.times(1.0 / count);
  }

  private void check(int row, int target) {
    if (target != IGNORED && (target < 0 || target >= tree.classes())) {
      throw new IllegalArgumentException(
          "hierarchical softmax: target "
              + target
              + " of row "
              + row
              + " is none of "
              + tree.classes()
              + " classes");
    }
  }

  /// `hidden (N, D)` → log-probabilities of all classes `(N, V)`, a constant.
  ///
  /// @throws IllegalArgumentException if the shape does not suit
  public Tensor logProbabilities(Tensor hidden) {
    int classes = tree.classes();
    int inner = classes - 1;
    Tensor x = hidden.linear(weight);
    int rows = inner == 0 ? hidden.shape().length(0) : x.shape().size() / inner;
    float[] all = new float[rows * classes];
    double[] ofNodes = new double[inner];
    for (int row = 0; row < rows; row++) {
      for (int node = inner - 1; node >= 0; node--) {
        double before = node == inner - 1 ? 0 : ofNodes[node];
        float logit = x.data()[row * inner + node];
        put(tree.left(node), before + logSigmoid(-logit), all, row * classes, ofNodes);
        put(tree.right(node), before + logSigmoid(logit), all, row * classes, ofNodes);
      }
    }
    return Tensor.of(all, rows, classes);
  }

  private void put(int child, double value, float[] classes, int at, double[] nodes) {
    if (child < tree.classes()) {
      classes[at + child] = (float) value;
    } else {
      nodes[child - tree.classes()] = value;
    }
  }

  private static double logSigmoid(double x) {
    return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
  }

  @Override
  public SequencedMap<String, Tensor> parameters() {
    SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("weight", weight);
    return Collections.unmodifiableSequencedMap(parameters);
  }
}
