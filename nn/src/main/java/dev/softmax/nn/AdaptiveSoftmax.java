package dev.softmax.nn;

import dev.softmax.Axis;
import dev.softmax.CrossEntropy;
import dev.softmax.TopK;
import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Sequences;
import dev.softmax.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/// Softmax over many classes in two levels (Grave et al. 2017, arXiv 1609.04309): the head tells apart the
/// frequent classes and the clusters of rare ones, and a cluster's classes, told apart by shorter
/// vectors, are computed for the rows whose targets lie in it only. PyTorch's
/// `AdaptiveLogSoftmaxWithLoss`, with its names.
public final class AdaptiveSoftmax implements Part {
  private static final int IGNORED = -100;
  private static final CrossEntropy SUM =
      CrossEntropy.defaults().withReduction(CrossEntropy.Reduction.SUM);

  /// A cluster's classes by two products.
  private record Tail(Linear down, Linear up) {}

  private final AdaptiveOptions options;
  private final Linear head;
  private final List<Tail> tails = new ArrayList<>();
  private final Parts parts;

  private AdaptiveSoftmax(AdaptiveOptions options, RandomGenerator random) {
    this.options = options;
    int features = options.features();
    Linear first = Linear.of(features, options.shortlist() + options.clusters(), random);
    this.head = options.headBias() ? first : first.withoutBias();
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < options.clusters(); i++) {
      int width = options.width(i);
      int classes = options.end(i) - options.cutoffs().get(i);
      Tail tail =
          new Tail(
              Linear.of(features, width, random).withoutBias(),
              Linear.of(width, classes, random).withoutBias());
      tails.add(tail);
      layers.add(Sequential.of(tail.down, tail.up));
    }
    this.parts = Parts.NONE.with("head", head).with("tail", Sequential.of(layers));
  }

  /// Weights as PyTorch draws them.
  ///
  /// @throws IllegalArgumentException if a cluster would have vectors of no features
  public static AdaptiveSoftmax of(AdaptiveOptions options, RandomGenerator random) {
    return new AdaptiveSoftmax(options, random);
  }

  /// How the classes are divided.
  public AdaptiveOptions options() {
    return options;
  }

  /// Mean of minus the targets' log-probabilities: `hidden (…, D)`, `targets (…)` → `()`. Targets of −100
  /// count nothing.
  ///
  /// @throws IllegalArgumentException if the shapes differ, or a target is no class
  public Tensor loss(Tensor hidden, Indices targets) {
    if (!targets.shape().followedBy(options.features()).equals(hidden.shape())) {
      throw new IllegalArgumentException(
          "adaptive softmax: hidden "
              + hidden.shape()
              + " but targets "
              + targets.shape()
              + " and "
              + options.features()
              + " features");
    }
    int rows = targets.shape().size();
    Tensor x = hidden.reshape(rows, options.features());
    int[] ofHead = Arrays.copyOf(targets.data(), rows);
    int[][] ofTails = new int[options.clusters()][];
    int count = 0;
    for (int row = 0; row < rows; row++) {
      check(row, ofHead[row]);
      count += ofHead[row] == IGNORED ? 0 : 1;
    }
    Arrays.setAll(ofTails, cluster -> rowsOf(cluster, targets.data(), rows));
    for (int cluster = 0; cluster < ofTails.length; cluster++) {
      for (int row : ofTails[cluster]) {
        ofHead[row] = options.shortlist() + cluster;
      }
    }
    if (count == 0) {
      return loss(x, head, ofHead, CrossEntropy.defaults());
    }
    Tensor sum = loss(x, head, ofHead, SUM);
    for (int cluster = 0; cluster < ofTails.length; cluster++) {
      int[] own = ofTails[cluster];
      if (own.length > 0) {
        int first = options.cutoffs().get(cluster);
        int[] ofTail = Arrays.stream(own).map(row -> targets.data()[row] - first).toArray();
        Tensor chosen = x.gather(Indices.of(own, own.length));
        Tail tail = tails.get(cluster);
        sum = sum.plus(loss(tail.down.forward(chosen), tail.up, ofTail, SUM));
      }
    }
    return sum.times(1.0 / count);
  }

  private static Tensor loss(Tensor x, Linear layer, int[] targets, CrossEntropy loss) {
    Indices classes = Indices.of(targets, targets.length);
    return Sequences.linearCrossEntropy(x, layer.weight(), layer.bias(), classes, loss);
  }

  private void check(int row, int target) {
    if (target != IGNORED && (target < 0 || target >= options.classes())) {
      throw new IllegalArgumentException(
          "adaptive softmax: target "
              + target
              + " of row "
              + row
              + " is none of "
              + options.classes()
              + " classes");
    }
  }

  private int[] rowsOf(int cluster, int[] targets, int rows) {
    int[] found = new int[rows];
    int count = 0;
    for (int row = 0; row < rows; row++) {
      if (targets[row] >= options.cutoffs().get(cluster) && targets[row] < options.end(cluster)) {
        found[count++] = row;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /// `hidden (N, D)` → log-probabilities of all classes `(N, V)`.
  ///
  /// @throws IllegalArgumentException if the shape does not suit
  public Tensor logProbabilities(Tensor hidden) {
    Tensor first = head.forward(hidden).logSoftmax(-1);
    List<Tensor> all = new ArrayList<>();
    all.add(first.slice(-1, 0, options.shortlist()));
    for (int i = 0; i < tails.size(); i++) {
      int at = options.shortlist() + i;
      Tail tail = tails.get(i);
      Tensor inside = tail.up.forward(tail.down.forward(hidden)).logSoftmax(-1);
      all.add(inside.plus(first.slice(-1, at, at + 1)));
    }
    return Tensor.concatenate(-1, all.toArray(Tensor[]::new));
  }

  /// `hidden (N, D)` → the most probable class of each row `(N)`, of equal ones the first.
  ///
  /// @throws IllegalArgumentException if the shape does not suit
  public int[] predict(Tensor hidden) {
    Tensor all = logProbabilities(hidden);
    int rows = all.shape().size() / options.classes();
    int[] best = new int[rows];
    TopK.along(all.data(), Axis.rows(rows, options.classes()), best, new float[rows]);
    return best;
  }

  @Override
  public SequencedMap<String, Tensor> parameters() {
    return parts.parameters();
  }
}
