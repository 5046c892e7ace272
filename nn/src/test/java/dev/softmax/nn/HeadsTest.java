package dev.softmax.nn;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.CrossEntropy;
import dev.softmax.tensor.Candidates;
import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Sequences;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Heads over large vocabularies beside the numbers of `golden/nn/heads.py`.
class HeadsTest {
  private final GoldenFile golden = new GoldenFile("heads");
  private final Tape tape = Tape.training(1);

  private Indices targets(String name) {
    float[] values = golden.floats(name);
    int[] targets = new int[values.length];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = (int) values[i];
    }
    return tape.indices(targets, targets.length);
  }

  private long[] longs(String name) {
    float[] values = golden.floats(name);
    long[] longs = new long[values.length];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = (long) values[i];
    }
    return longs;
  }

  private void assertGolden(float[] actual, String name) {
    float[] expected = golden.floats(name);
    for (int i = 0; i < expected.length; i++) {
      float allowed = 1e-5f * Math.max(1, Math.abs(expected[i]));
      assertThat(actual[i]).as("%s[%d]", name, i).isCloseTo(expected[i], within(allowed));
    }
  }

  private void assertGradient(Tensor parameter, String name) {
    assertGolden(parameter.gradient().orElseThrow(), name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mean", "sum", "smooth"})
  void linearCrossEntropyIsTorchs(String kind) {
    float[] weights = golden.floats("linear.classWeights");
    double[] classWeights = new double[weights.length];
    Arrays.setAll(classWeights, k -> weights[k]);
    CrossEntropy loss =
        switch (kind) {
          case "sum" ->
              CrossEntropy.defaults()
                  .withReduction(CrossEntropy.Reduction.SUM)
                  .withClassWeights(classWeights);
          case "smooth" ->
              CrossEntropy.defaults().withLabelSmoothing(0.15).withClassWeights(classWeights);
          default -> CrossEntropy.defaults();
        };
    Tensor hidden = golden.parameter("linear.hidden");
    Tensor weight = golden.parameter("linear.weight");
    Tensor bias = golden.parameter("linear.bias");
    Indices targets = targets("linear.targets");
    Tensor x = tape.watch(hidden);
    Tensor value = Sequences.linearCrossEntropy(x, weight, bias, targets, loss);
    assertGolden(value.values(), "linear." + kind + ".loss");
    tape.backward(value);
    assertGradient(hidden, "linear." + kind + ".hidden");
    assertGradient(weight, "linear." + kind + ".weight");
    assertGradient(bias, "linear." + kind + ".bias");
    // Without a tape, the loss alone; gradients add up and follow the factor of the loss.
    assertThat(Sequences.linearCrossEntropy(hidden, weight, bias, targets, loss).item())
        .isEqualTo(value.item());
    float most = 0;
    for (float slope : weight.gradient().orElseThrow()) {
      most = Math.max(most, Math.abs(slope));
    }
    tape.reset();
    Tensor again =
        Sequences.linearCrossEntropy(
            tape.watch(hidden), weight, bias, targets("linear.targets"), loss);
    tape.backward(again.times(-1));
    assertThat(most).isGreaterThan(0.01f);
    for (float slope : weight.gradient().orElseThrow()) {
      assertThat(slope).isCloseTo(0, within(1e-6f * most));
    }
  }

  @Test
  void linearCrossEntropyNamesWhatIsWrong() {
    Tensor weight = Tensor.parameter(new float[12], 4, 3);
    Tensor hidden = Tensor.of(new float[6], 2, 3);
    CrossEntropy loss = CrossEntropy.defaults();
    Indices two = Indices.of(new int[] {0, 4}, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sequences.linearCrossEntropy(hidden, weight, null, two, loss))
        .withMessageContainingAll("target 4 of row 1", "(4, 3)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sequences.linearCrossEntropy(weight, hidden, null, two, loss))
        .withMessage("linear cross-entropy: hidden (4, 3) but targets (2)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sequences.linearCrossEntropy(hidden, two(), null, two, loss))
        .withMessage("linear cross-entropy: hidden (2, 3) but weight (2, 1)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sequences.linearCrossEntropy(hidden, weight, two(), two, loss))
        .withMessage("linear cross-entropy: weight (4, 3) but bias (2, 1)");
  }

  private static Tensor two() {
    return Tensor.of(new float[2], 2, 1);
  }

  private AdaptiveSoftmax adaptive(String kind) {
    AdaptiveOptions options =
        kind.equals("plain")
            ? AdaptiveOptions.of(12, 30, 4, 10).withDivisor(2)
            : AdaptiveOptions.of(12, 30, 3, 9, 20).withDivisor(1.5).withHeadBias(true);
    AdaptiveSoftmax softmax = AdaptiveSoftmax.of(options, new SplittableRandom(1));
    softmax
        .parameters()
        .forEach(
            (name, tensor) -> {
              float[] values = golden.floats("adaptive." + kind + ".state." + name);
              System.arraycopy(values, 0, tensor.data(), 0, values.length);
            });
    return softmax;
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "biased"})
  void adaptiveSoftmaxIsTorchs(String kind) {
    AdaptiveSoftmax softmax = adaptive(kind);
    String prefix = "adaptive." + kind + ".";
    assertThat(prefixed(softmax.parameters().keySet().stream().toList(), prefix + "state."))
        .containsExactlyInAnyOrderElementsOf(
            golden.names().stream().filter(name -> name.startsWith(prefix + "state.")).toList());
    Tensor hidden = golden.parameter(prefix + "hidden");
    Tensor loss = softmax.loss(tape.watch(hidden), targets(prefix + "targets"));
    assertGolden(loss.values(), prefix + "loss");
    tape.backward(loss);
    assertGradient(hidden, prefix + "hiddenGradient");
    softmax
        .parameters()
        .forEach((name, tensor) -> assertGradient(tensor, prefix + "gradient." + name));
    Tensor all = softmax.logProbabilities(hidden);
    assertGolden(all.values(), prefix + "logProbabilities");
    int[] predicted = softmax.predict(hidden);
    for (int row = 0; row < predicted.length; row++) {
      assertThat(predicted[row]).isEqualTo((int) golden.floats(prefix + "predicted")[row]);
      assertThat(all.values()[row * 30 + targets(prefix + "targets").data()[row]])
          .isCloseTo(golden.floats(prefix + "output")[row], within(1e-5f));
    }
  }

  private static List<String> prefixed(List<String> names, String prefix) {
    return names.stream().map(name -> prefix + name).toList();
  }

  @Test
  void adaptiveSoftmaxLeavesOutIgnoredRows() {
    AdaptiveSoftmax softmax = adaptive("plain");
    Tensor two = Tensor.of(Arrays.copyOf(golden.floats("adaptive.plain.hidden"), 24), 2, 12);
    Tensor one = Tensor.of(Arrays.copyOf(two.values(), 12), 1, 12);
    assertThat(softmax.loss(two, Indices.of(new int[] {17, -100}, 2)).item())
        .isEqualTo(softmax.loss(one, Indices.of(new int[] {17}, 1)).item());
    assertThat(softmax.loss(one, Indices.of(new int[] {-100}, 1)).item()).isNaN();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> softmax.loss(two, Indices.of(new int[] {0, 30}, 2)))
        .withMessage("adaptive softmax: target 30 of row 1 is none of 30 classes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> softmax.loss(two, Indices.of(new int[] {0}, 1)))
        .withMessageContainingAll("(2, 12)", "(1)");
  }

  @ParameterizedTest
  @CsvSource({"4;4, 30", "0;3, 30", "10;30, 30", "5;9;8, 30"})
  void cutoffsAscendAndClustersHaveFeatures(String cutoffs, int classes) {
    Integer[] numbers =
        Arrays.stream(cutoffs.split(";", -1)).map(Integer::valueOf).toArray(Integer[]::new);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdaptiveOptions.of(12, classes, numbers))
        .withMessageContaining("adaptive softmax: cutoffs [");
    AdaptiveOptions narrow = AdaptiveOptions.of(12, 30, 4, 10);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdaptiveSoftmax.of(narrow, new SplittableRandom(1)))
        .withMessageContaining("12 features divided 2 times by 4.0 leave none for cluster 1");
  }

  @Test
  void sampledSoftmaxIsTensorFlows() {
    Tensor weight = golden.parameter("sampled.weight");
    Tensor bias = golden.parameter("sampled.bias");
    CandidateSampler sampler = new CandidateSampler.LogUniform(40);
    SampledSoftmax softmax = new SampledSoftmax(new Linear(weight, bias), sampler, 7);
    Indices targets = targets("sampled.targets");
    Indices samples = targets("sampled.samples");
    long tries = (long) golden.floats("sampled.tries")[0];
    for (int k = 0; k < 40; k++) {
      assertThat(sampler.probability(k))
          .isCloseTo(golden.floats("sampled.probabilities")[k], within(1e-7));
      assertThat(Math.exp(sampler.logExpectedCount(k, tries)))
          .isCloseTo(golden.floats("sampled.counts")[k], within(1e-6));
    }
    Tensor hidden = golden.parameter("sampled.hidden");
    Candidates candidates = softmax.candidates(targets, samples.data(), tries);
    Tensor loss = softmax.loss(tape.watch(hidden), targets, candidates);
    assertGolden(loss.values(), "sampled.loss");
    tape.backward(loss);
    assertGradient(hidden, "sampled.hiddenGradient");
    assertGradient(weight, "sampled.weightGradient");
    assertGradient(bias, "sampled.biasGradient");
    // 4 targets and 7 candidates, 3 of them the same.
    assertThat(weight.gradientRows().orElseThrow().count()).isEqualTo(8);
  }

  @Test
  void candidatesAreDistinctAndComeAsOftenAsExpected() {
    CandidateSampler sampler = new CandidateSampler.LogUniform(50);
    SampledSoftmax softmax = SampledSoftmax.of(4, sampler, 10, new SplittableRandom(3));
    SplittableRandom random = new SplittableRandom(4);
    Indices targets = Indices.of(new int[] {0, 49, -100}, 3);
    int draws = 4000;
    int[] seen = new int[50];
    double expected = 0;
    for (int i = 0; i < draws; i++) {
      Candidates candidates = softmax.candidates(targets, random);
      assertThat(Arrays.stream(candidates.classes()).distinct().count()).isEqualTo(10);
      for (int k : candidates.classes()) {
        seen[k]++;
      }
      expected += Math.exp(candidates.logTargetCounts()[0]);
      assertThat(candidates.logTargetCounts()[2]).isZero();
    }
    // The count of tries is itself random, so that the expectation is close and not exact.
    assertThat(seen[0] / (double) draws).isCloseTo(expected / draws, within(0.03));
  }

  @Test
  void unigramDrawsByTheCounts() {
    CandidateSampler sampler = CandidateSampler.Unigram.of(new long[] {1, 16, 81}, 0.75);
    assertThat(sampler.classes()).isEqualTo(3);
    int[] seen = new int[3];
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 36_000; i++) {
      seen[sampler.draw(random)]++;
    }
    for (int k = 0; k < 3; k++) {
      assertThat(sampler.probability(k)).isCloseTo(new double[] {1, 8, 27}[k] / 36, within(1e-12));
      assertThat(seen[k] / 36_000.0).isCloseTo(sampler.probability(k), within(0.01));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CandidateSampler.Unigram.of(new long[] {1, 0}, 1))
        .withMessageContaining("count 0 of class 1");
  }

  /// The mean over many draws of the sampled gradient is near that of all classes.
  @Test
  void sampledGradientIsOnAverageNearTheFullOne() {
    int classes = 30;
    SplittableRandom random = new SplittableRandom(6);
    SampledSoftmax softmax =
        SampledSoftmax.of(4, new CandidateSampler.LogUniform(classes), 20, random);
    Tensor hidden = Initializer.normal(1).parameter(random, 8, 4);
    Indices targets = Indices.of(new int[] {0, 3, 1, 29, 7, 0, 2, 12}, 8);
    tape.backward(softmax.fullLoss(tape.watch(hidden), targets));
    float[] full = hidden.gradient().orElseThrow().clone();
    hidden.clearGradient();
    int draws = 3000;
    for (int i = 0; i < draws; i++) {
      tape.reset();
      tape.backward(softmax.loss(tape.watch(hidden), targets, random));
    }
    float[] sum = hidden.gradient().orElseThrow();
    double size = 0;
    double error = 0;
    for (int i = 0; i < full.length; i++) {
      size += full[i] * full[i];
      error += Math.pow(sum[i] / draws - full[i], 2);
    }
    assertThat(Math.sqrt(error / size)).isLessThan(0.05);
  }

  @Test
  void sampledSoftmaxNamesWhatIsWrong() {
    CandidateSampler sampler = new CandidateSampler.LogUniform(5);
    SplittableRandom random = new SplittableRandom(7);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SampledSoftmax.of(3, sampler, 6, random))
        .withMessage("sampled softmax: 6 candidates of 5 classes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SampledSoftmax(Linear.of(3, 4, random), sampler, 2))
        .withMessageContainingAll("(4, 3)", "5 classes");
    SampledSoftmax softmax = SampledSoftmax.of(3, sampler, 2, random);
    Tensor hidden = Tensor.of(new float[6], 2, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> softmax.loss(hidden, Indices.of(new int[] {0, 5}, 2), random))
        .withMessage("sampled softmax: target 5 of row 1 is no row of a weight (5, 3)");
    float all = softmax.loss(hidden, Indices.of(new int[] {0, -100}, 2), random).item();
    assertThat(all).isFinite();
  }

  @Test
  void hierarchicalSoftmaxIsFastTexts() {
    HuffmanTree tree = HuffmanTree.of(longs("hierarchical.counts"));
    for (int k = 0; k < tree.classes(); k++) {
      assertThat(tree.path(k)).hasSize((int) golden.floats("hierarchical.lengths")[k]);
      assertThat(tree.turns(k)).hasSameSizeAs(tree.path(k));
    }
    Tensor weight = golden.parameter("hierarchical.weight");
    HierarchicalSoftmax softmax = new HierarchicalSoftmax(weight, tree);
    Tensor hidden = golden.parameter("hierarchical.hidden");
    Tensor loss = softmax.loss(tape.watch(hidden), targets("hierarchical.targets"));
    assertGolden(loss.values(), "hierarchical.loss");
    tape.backward(loss);
    assertGradient(hidden, "hierarchical.hiddenGradient");
    assertGradient(weight, "hierarchical.weightGradient");
    assertGolden(softmax.logProbabilities(hidden).values(), "hierarchical.logProbabilities");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 17, 1000})
  void hierarchicalProbabilitiesSumToOne(int classes) {
    SplittableRandom random = new SplittableRandom(classes);
    long[] counts = random.longs(classes, 0, 100).toArray();
    HuffmanTree tree = HuffmanTree.of(counts);
    Tensor weight = Initializer.normal(3).parameter(random, classes - 1, 5);
    HierarchicalSoftmax softmax = new HierarchicalSoftmax(weight, tree);
    Tensor hidden = Initializer.normal(1).parameter(random, 4, 5);
    float[] all = softmax.logProbabilities(hidden).values();
    for (int row = 0; row < 4; row++) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        sum += Math.exp(all[row * classes + k]);
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
    }
    int[] targets = random.ints(4, 0, classes).toArray();
    double mean = 0;
    for (int row = 0; row < 4; row++) {
      mean -= all[row * classes + targets[row]] / 4.0;
    }
    assertThat((double) softmax.loss(hidden, Indices.of(targets, 4)).item())
        .isCloseTo(mean, within(1e-5 * Math.max(1, mean)));
  }

  @Test
  void hierarchicalSoftmaxBeginsEvenAndLeavesOutIgnoredRows() {
    HuffmanTree tree = HuffmanTree.of(5, 3, 9, 1);
    // 9 is one step from the root, 5 two, 3 and 1 three.
    assertThat(tree.path(2)).hasSize(1).containsExactly(2);
    assertThat(tree.path(3)).hasSize(3).endsWith(0);
    HierarchicalSoftmax softmax = HierarchicalSoftmax.of(tree, 2);
    Tensor hidden = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
    assertThat(softmax.loss(hidden, Indices.of(new int[] {-100, 2}, 2)).item())
        .isEqualTo((float) Math.log(2));
    assertThat(softmax.loss(hidden, Indices.of(new int[] {-100, -100}, 2)).item()).isNaN();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> softmax.loss(hidden, Indices.of(new int[] {4, 0}, 2)))
        .withMessage("hierarchical softmax: target 4 of row 0 is none of 4 classes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HuffmanTree.of(1, -1))
        .withMessage("Huffman tree: count -1 of class 1");
    assertThat(requireNonNull(softmax.parameters().get("weight")).shape().lengths())
        .containsExactly(3, 2);
  }
}
