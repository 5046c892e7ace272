package dev.softmax.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerTest {
  private final Tensor matrix = Tensor.parameter(new float[] {1, 2, 3, 4}, 2, 2);
  private final Tensor vector = Tensor.parameter(new float[] {5, 6}, 2);

  private SequencedMap<String, Tensor> both() {
    SequencedMap<String, Tensor> both = new LinkedHashMap<>();
    both.put("weight", matrix);
    both.put("bias", vector);
    return both;
  }

  private void gradientsOfOne() {
    Tape tape = Tape.training(1);
    tape.backward(tape.watch(matrix).sum().plus(tape.watch(vector).sum()));
  }

  @Test
  void groupsHaveTheirOwnDecayAndRate() {
    List<ParameterGroup> groups = ParameterGroup.decayingMatrices(both(), 0.5);
    Sgd sgd =
        Sgd.of(
            List.of(groups.getFirst(), groups.getLast().withRateFactor(0)), SgdOptions.defaults());
    gradientsOfOne();
    sgd.step(0.25);
    assertThat(matrix.values()).containsExactly(0.625f, 1.5f, 2.375f, 3.25f);
    assertThat(vector.values()).containsExactly(5, 6);
  }

  @Test
  void whatHasNoGradientStays() {
    Adam adam = Adam.of(both(), AdamOptions.defaults());
    Tape tape = Tape.training(1);
    tape.backward(tape.watch(vector).sum());
    adam.step(0.1);
    assertThat(matrix.values()).containsExactly(1, 2, 3, 4);
    assertThat(vector.values()[0]).isLessThan(5);
    assertThat(adam.state().steps()).containsEntry("weight", 0L).containsEntry("bias", 1L);
    adam.clearGradients();
    assertThat(vector.gradient()).isEmpty();
  }

  @Test
  void stateOfAnotherIsRefusedWhole() {
    Adam adam = Adam.of(both(), AdamOptions.defaults());
    gradientsOfOne();
    adam.step(0.1);
    SequencedMap<String, Tensor> other = new LinkedHashMap<>();
    other.put("weight", Tensor.parameter(new float[6], 3, 2));
    other.put("scale", vector);
    Adam unlike = Adam.of(other, AdamOptions.defaults());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> unlike.restore(adam.state()))
        .withMessageContaining("'weight.exp_avg' is (2, 2) instead of (3, 2)")
        .withMessageContaining("'scale.exp_avg_sq' is missing")
        .withMessageContaining("'bias.exp_avg' is too much");
    assertThat(unlike.state().steps()).containsEntry("weight", 0L);
  }

  @Test
  void arguments() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sgd.of(both(), SgdOptions.defaults()).step(Double.NaN))
        .withMessageContaining("learning rate: NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdamOptions.defaults().withBetas(1, 0.9))
        .withMessageContaining("beta1: 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SgdOptions.defaults().withNesterov(true))
        .withMessageContaining("momentum is 0");
    ParameterGroup group = ParameterGroup.of(both());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Adam.of(List.of(group, group), AdamOptions.defaults()))
        .withMessageContaining("two parameters are named 'weight'");
    SequencedMap<String, Tensor> constant = new LinkedHashMap<>();
    constant.put("c", Tensor.of(new float[1], 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ParameterGroup.of(constant))
        .withMessageContaining("'c' (1) is a constant");
  }

  /// As PyTorch's `parameters()`, which names a shared tensor once.
  @Test
  void aTensorWithTwoNamesIsSteppedOnce() {
    SequencedMap<String, Tensor> tied = new LinkedHashMap<>();
    tied.put("embedding", matrix);
    tied.put("head", matrix);
    tied.put("bias", vector);
    for (Optimizer optimizer :
        List.of(
            Sgd.of(tied, SgdOptions.defaults().withMomentum(0.5)),
            Adam.of(ParameterGroup.decayingMatrices(tied, 0), AdamOptions.defaults()),
            SparseAdam.of(tied, AdamOptions.defaults()))) {
      float before = matrix.values()[0];
      gradientsOfOne();
      optimizer.step(0.25);
      assertThat(matrix.values()[0]).isCloseTo(before - 0.25f, within(1e-6f));
      assertThat(optimizer.state().steps().keySet()).containsExactly("embedding", "bias");
      optimizer.clearGradients();
    }
  }

  @Test
  void twoGroupsWithOneTensorAreRefused() {
    SequencedMap<String, Tensor> head = new LinkedHashMap<>();
    head.put("head", matrix);
    List<ParameterGroup> groups = List.of(ParameterGroup.of(both()), ParameterGroup.of(head));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sgd.of(groups, SgdOptions.defaults()))
        .withMessage("'weight' of one group and 'head' of another are one tensor (2, 2)");
  }

  @Test
  void clippingCountsATensorOnce() {
    Tensor single = Tensor.parameter(new float[] {1, 1}, 2);
    Tape tape = Tape.training(1);
    tape.backward(tape.watch(single).times(3).sum());
    double norm = Math.sqrt(18);
    assertThat(Clipping.byNorm(List.of(single, single), 1)).isEqualTo(norm);
    assertThat(single.gradient().orElseThrow()[0]).isCloseTo((float) (3 / norm), within(1e-6f));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN})
  void boundsOfClipping(double bound) {
    assertThatIllegalArgumentException().isThrownBy(() -> Clipping.byNorm(List.of(), bound));
    assertThatIllegalArgumentException().isThrownBy(() -> Clipping.byValue(List.of(), bound));
  }
}
