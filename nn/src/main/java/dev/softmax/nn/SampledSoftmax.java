package dev.softmax.nn;

import dev.softmax.CrossEntropy;
import dev.softmax.tensor.Candidates;
import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Sequences;
import dev.softmax.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/// A linear layer over many classes that is trained on each row's target and a few classes drawn anew at
/// every step (Jean et al. 2015, arXiv 1412.2007), and evaluated on all. The loss is that of
/// TensorFlow's `sampled_softmax_loss`: distinct candidates, logits less the logarithms of expected
/// counts, accidental hits removed. Only the rows of the classes concerned get a gradient, so that
/// `SparseAdam` need not go over the rest.
///
/// @param output weight `(V, D)` and bias `(V)`
/// @param sampler what candidates are drawn by
/// @param count of candidates at a step
public record SampledSoftmax(Linear output, CandidateSampler sampler, int count) implements Part {
  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if the layer has no bias or not the sampler's classes, or there
  ///     are fewer classes than candidates
  public SampledSoftmax {
    if (output.bias() == null || output.outputs() != sampler.classes()) {
      throw new IllegalArgumentException(
          "sampled softmax: weight "
              + output.weight().shape()
              + (output.bias() == null ? " without a bias" : "")
              + " and candidates of "
              + sampler.classes()
              + " classes");
    }
    if (count < 1 || count > sampler.classes()) {
      throw new IllegalArgumentException(
          "sampled softmax: " + count + " candidates of " + sampler.classes() + " classes");
    }
  }

  /// Weights as PyTorch draws those of a linear layer.
  public static SampledSoftmax of(
      int features, CandidateSampler sampler, int count, RandomGenerator random) {
    return new SampledSoftmax(Linear.of(features, sampler.classes(), random), sampler, count);
  }

  /// Candidates for a step, distinct.
  ///
  /// @param targets `(N)`, −100 for rows that do not count
  public Candidates candidates(Indices targets, RandomGenerator random) {
    boolean[] taken = new boolean[sampler.classes()];
    int[] classes = new int[count];
    long tries = 0;
    for (int found = 0; found < count; tries++) {
      int k = sampler.draw(random);
      if (!taken[k]) {
        taken[k] = true;
        classes[found++] = k;
      }
    }
    return candidates(targets, classes, tries);
  }

  /// Given candidates, which took so many tries.
  Candidates candidates(Indices targets, int[] classes, long tries) {
    float[] logCounts = new float[classes.length];
    for (int i = 0; i < classes.length; i++) {
      logCounts[i] = (float) sampler.logExpectedCount(classes[i], tries);
    }
    float[] ofTargets = new float[targets.shape().size()];
    for (int row = 0; row < ofTargets.length; row++) {
      int target = targets.data()[row];
      boolean known = target >= 0 && target < sampler.classes();
      ofTargets[row] = known ? (float) sampler.logExpectedCount(target, tries) : 0;
    }
    return new Candidates(classes, logCounts, ofTargets);
  }

  /// The loss to train by: `hidden (N, D)`, `targets (N)` → `()`, the mean over rows whose target is
  /// not −100.
  ///
  /// @throws IllegalArgumentException if the shapes differ, or a target is no class
  public Tensor loss(Tensor hidden, Indices targets, RandomGenerator random) {
    return loss(hidden, targets, candidates(targets, random));
  }

  Tensor loss(Tensor hidden, Indices targets, Candidates candidates) {
    Tensor bias = output.bias();
    if (bias == null) {
      throw new IllegalStateException("sampled softmax without a bias");
    }
    return Sequences.sampledCrossEntropy(hidden, output.weight(), bias, targets, candidates);
  }

  /// The loss over all classes: `hidden (…, D)`, `targets (…)` → `()`.
  ///
  /// @throws IllegalArgumentException if the shapes differ, or a target is no class
  public Tensor fullLoss(Tensor hidden, Indices targets) {
    return Sequences.linearCrossEntropy(
        hidden, output.weight(), output.bias(), targets, CrossEntropy.defaults());
  }

  /// `hidden (…, D)` → logits of all classes `(…, V)`.
  public Tensor logits(Tensor hidden) {
    return output.forward(hidden);
  }

  @Override
  public SequencedMap<String, Tensor> parameters() {
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(output.parameters()));
  }
}
