package dev.softmax.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.CrossEntropy;
import dev.softmax.io.Safetensors;
import dev.softmax.io.TensorType;
import dev.softmax.nn.BatchNorm;
import dev.softmax.nn.Dropout;
import dev.softmax.nn.GoldenFile;
import dev.softmax.nn.LayerNorm;
import dev.softmax.nn.Linear;
import dev.softmax.nn.Sequential;
import dev.softmax.nn.StateDict;
import dev.softmax.optim.Adam;
import dev.softmax.optim.AdamOptions;
import dev.softmax.optim.Optimizer;
import dev.softmax.optim.ParameterGroup;
import dev.softmax.optim.Sgd;
import dev.softmax.optim.SgdOptions;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A network of all layers, trained five steps by PyTorch (`golden/nn/make.py`).
class NetworkGoldenTest {
  private static final int ROWS = 12;
  private static final int INPUTS = 20;
  private final GoldenFile golden = new GoldenFile("networks");
  private final Sequential net = net();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    golden.close();
  }

  private static Sequential net() {
    SplittableRandom random = new SplittableRandom(1);
    return Sequential.of(
        Linear.of(INPUTS, 16, random).withoutBias(),
        BatchNorm.of(16),
        Tensor::relu,
        new Dropout(0),
        Linear.of(16, 16, random).withoutBias(),
        LayerNorm.of(16),
        Tensor::gelu,
        Linear.of(16, 4, random));
  }

  private float[] logits(Sequential of) {
    Tape tape = Tape.inference();
    return of.forward(tape.tensor(golden.floats("inputs", 0), ROWS, INPUTS)).values();
  }

  @Test
  void aNetworkOfPyTorchGivesItsLogits() {
    StateDict.load(net, GoldenFile.path("state_dict"));
    assertThat(logits(net)).containsExactly(golden.floats("sgd.logits"), within(1e-5f));
    assertThat(net.buffers().get("1.num_batches_tracked").item()).isEqualTo(5);
  }

  @Test
  void aNetworkWrittenHereHasPyTorchsNamesTypesAndShapes() {
    StateDict.load(net, GoldenFile.path("state_dict"));
    Path file = folder.resolve("net.safetensors");
    StateDict.write(net, file);
    try (Safetensors own = Safetensors.open(file);
        Safetensors theirs = Safetensors.open(GoldenFile.path("state_dict"))) {
      assertThat(own.names()).containsExactlyInAnyOrderElementsOf(theirs.names());
      for (String name : own.names()) {
        assertThat(own.tensor(name).toString()).isEqualTo(theirs.tensor(name).toString());
        assertThat(own.tensor(name).toDoubles()).isEqualTo(theirs.tensor(name).toDoubles());
      }
      assertThat(own.tensor("1.num_batches_tracked").type()).isEqualTo(TensorType.I64);
    }
    Sequential other = net();
    StateDict.load(other, file);
    assertThat(logits(other)).isEqualTo(logits(net));
  }

  private Optimizer optimizer(String name) {
    ParameterGroup all = ParameterGroup.of(net.parameters());
    return switch (name) {
      case "sgd" -> Sgd.of(List.of(all), SgdOptions.defaults().withMomentum(0.9));
      case "adam" -> Adam.of(List.of(all), AdamOptions.defaults());
      default -> Adam.of(List.of(all.withWeightDecay(0.1)), AdamOptions.adamW());
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "adam", "adamw"})
  void fiveStepsOfTraining(String name) {
    try (Safetensors file = Safetensors.open(GoldenFile.path("networks"))) {
      StateDict.of(file).under("start.").check(net);
      StateDict.of(file).under("start.").copyInto(net.state());
    }
    Optimizer optimizer = optimizer(name);
    Tape tape = Tape.training(1);
    for (int step = 0; step < 5; step++) {
      Tensor x = tape.tensor(golden.floats("inputs", step), ROWS, INPUTS);
      Tensor loss =
          net.forward(x)
              .crossEntropy(
                  tape.indices(golden.ints("targets", step), ROWS), CrossEntropy.defaults());
      assertThat(loss.item())
          .as("loss of step %d", step)
          .isCloseTo(golden.floats(name + ".losses")[step], within(1e-5f));
      tape.backward(loss);
      optimizer.step(name.equals("sgd") ? 0.05 : 0.003);
      optimizer.clearGradients();
      tape.reset();
    }
    assertThat(logits(net)).containsExactly(golden.floats(name + ".logits"), within(1e-5f));
  }
}
