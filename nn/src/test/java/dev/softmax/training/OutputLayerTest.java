package dev.softmax.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softmax.Entmax;
import dev.softmax.OutputTransform;
import dev.softmax.Softmax;
import dev.softmax.SphericalSoftmax;
import dev.softmax.TaylorSoftmax;
import dev.softmax.nn.Layer;
import dev.softmax.nn.Linear;
import dev.softmax.nn.OutputLayer;
import dev.softmax.nn.Sequential;
import dev.softmax.optim.Adam;
import dev.softmax.optim.AdamOptions;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Networks whose last layer is a relative of softmax, trained by its own loss.
class OutputLayerTest {
  static List<OutputTransform> transforms() {
    return List.of(
        Softmax.STANDARD,
        Softmax.SOFTMIN,
        Entmax.SPARSEMAX,
        Entmax.ENTMAX15,
        Entmax.of(1.3),
        SphericalSoftmax.of(0.1),
        TaylorSoftmax.STANDARD);
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void learnsRings(OutputTransform transform) {
    SplittableRandom random = new SplittableRandom(4);
    Layer scores =
        Sequential.of(
            Linear.of(Rings.WIDTH, 32, random), Tensor::relu, Linear.of(32, Rings.CLASSES, random));
    Trainer<DenseBatch> trainer =
        Trainer.of(
            scores,
            Adam.of(scores.parameters(), AdamOptions.defaults()),
            Objective.classification(scores, transform),
            TrainingOptions.defaults().withEpochs(60).withBatchSize(32).withLearningRate(1e-2));
    DenseSource validation = Rings.of(300, 2);
    trainer.fit(Rings.of(500, 1), validation, Monitor.NONE);
    assertThat(trainer.evaluate(validation).get("accuracy")).isGreaterThan(0.93);

    OutputLayer output = new OutputLayer(transform);
    int[] rows = {0, 1, 2, 3, 4, 5, 6, 7};
    DenseBatch batch = validation.batch(rows, rows.length);
    Tape tape = Tape.inference();
    Tensor p = Sequential.of(scores, output).forward(batch.features(tape));
    for (float sum : p.sum(-1).values()) {
      assertThat(sum).isBetween(1 - 1e-5f, 1 + 1e-5f);
    }
    // A sparse transform says of some classes that they cannot be.
    boolean sparse = transform instanceof Entmax;
    int zeros = 0;
    for (float value : p.values()) {
      zeros += value == 0 ? 1 : 0;
    }
    assertThat(zeros > 0).isEqualTo(sparse);
    assertThat(output.loss(scores.forward(batch.features(tape)), batch.targets(tape)).item())
        .isLessThan(0.7f);
  }
}
