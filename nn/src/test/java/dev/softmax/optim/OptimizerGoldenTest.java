package dev.softmax.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.nn.GoldenFile;
import dev.softmax.tensor.Bag;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ten steps of each optimiser on gradients that are given, against torch.optim.
class OptimizerGoldenTest {
  private static final int STEPS = 10;
  private static final float EPS = 2e-6f;
  private final GoldenFile golden = new GoldenFile("optimizers");
  private final Tape tape = Tape.training(1);
  private final Tensor parameter = golden.parameter("start");

  @AfterEach
  void close() {
    golden.close();
  }

  private static SequencedMap<String, Tensor> named(Tensor parameter) {
    SequencedMap<String, Tensor> named = new LinkedHashMap<>();
    named.put("p", parameter);
    return named;
  }

  private Optimizer optimizer(String name) {
    List<ParameterGroup> plain = List.of(ParameterGroup.of(named(parameter)));
    List<ParameterGroup> decay = List.of(plain.getFirst().withWeightDecay(0.03));
    AdamOptions adam = AdamOptions.defaults();
    SgdOptions sgd = SgdOptions.defaults();
    return switch (name) {
      case "sgd" -> Sgd.of(plain, sgd);
      case "sgd_decay" -> Sgd.of(decay, sgd);
      case "sgd_momentum" -> Sgd.of(decay, sgd.withMomentum(0.9));
      case "sgd_nesterov" -> Sgd.of(decay, sgd.withMomentum(0.8).withNesterov(true));
      case "adam" -> Adam.of(plain, adam);
      case "adam_decay" -> Adam.of(decay, adam.withBetas(0.8, 0.95).withEpsilon(1e-3));
      case "adamw" -> Adam.of(decay, AdamOptions.adamW());
      case "sparse_adam" -> SparseAdam.of(plain, adam);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /// Puts a gradient on the parameter: that of the sum of its products with the gradient.
  private void dense(float[] gradient) {
    Tensor g = tape.tensor(gradient, 4, 3);
    tape.backward(tape.watch(parameter).times(g).sum());
    tape.reset();
  }

  /// The same in the rows that the step touches, known as such.
  private void rows(int step) {
    int[] touched = golden.ints("touched", step);
    // Backwards, so that the rows come in no order.
    int[] rows =
        IntStream.range(0, 4).map(row -> 3 - row).filter(row -> touched[row] == 1).toArray();
    float[] all = golden.floats("gradients", step);
    float[] gradient = new float[rows.length * 3];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(all, rows[i] * 3, gradient, i * 3, 3);
    }
    int[] offsets = IntStream.rangeClosed(0, rows.length).toArray();
    Tensor looked = parameter.bags(tape.indices(rows, rows.length), offsets, Bag.SUM);
    tape.backward(looked.times(tape.tensor(gradient, rows.length, 3)).sum());
    tape.reset();
    assertThat(parameter.gradientRows().orElseThrow().count()).isEqualTo(rows.length);
  }

  private void follows(String name, Optimizer optimizer, Consumer<Integer> gradient, int from) {
    for (int step = from; step < STEPS; step++) {
      gradient.accept(step);
      optimizer.step(0.1);
      optimizer.clearGradients();
      assertThat(parameter.values())
          .as("%s, step %d", name, step)
          .containsExactly(golden.floats(name, step), within(EPS));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sgd",
        "sgd_decay",
        "sgd_momentum",
        "sgd_nesterov",
        "adam",
        "adam_decay",
        "adamw",
      })
  void denseGradients(String name) {
    follows(name, optimizer(name), step -> dense(golden.floats("gradients", step)), 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sgd",
        "sgd_decay",
        "sgd_momentum",
        "sgd_nesterov",
        "adam",
        "adam_decay",
        "adamw",
        "sparse_adam",
      })
  void gradientsOfSomeRows(String name) {
    follows(name + ".rows", optimizer(name), this::rows, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd_momentum", "adam", "sparse_adam"})
  void stateGoesOnInAnother(String name) {
    Optimizer first = optimizer(name);
    for (int step = 0; step < 4; step++) {
      rows(step);
      first.step(0.1);
      first.clearGradients();
    }
    Optimizer second = optimizer(name);
    second.restore(first.state());
    follows(name + ".rows", second, this::rows, 4);
  }

  @Test
  void clipping() {
    dense(golden.floats("gradients", 0));
    double norm = Clipping.byNorm(List.of(parameter), 1.5);
    assertThat(parameter.gradient().orElseThrow())
        .containsExactly(golden.floats("clip_norm"), within(EPS));
    assertThat(Clipping.byNorm(List.of(parameter), 1e6)).isCloseTo(1.5, within(1e-5));
    assertThat(norm).isGreaterThan(2);
    parameter.clearGradient();
    dense(golden.floats("gradients", 0));
    Clipping.byValue(List.of(parameter), 0.5);
    assertThat(parameter.gradient().orElseThrow())
        .containsExactly(golden.floats("clip_value"), within(EPS));
  }

  @Test
  void clippingOfSomeRows() {
    rows(0);
    float[] before = parameter.gradient().orElseThrow().clone();
    double squares = 0;
    for (float g : before) {
      squares += (double) g * g;
    }
    double norm = Clipping.byNorm(List.of(parameter), 0.1);
    assertThat(norm).isCloseTo(Math.sqrt(squares), within(1e-6));
    float[] after = parameter.gradient().orElseThrow();
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).isCloseTo((float) (before[i] * 0.1 / norm), within(1e-6f));
    }
  }
}
