package dev.softmax.bench;

import dev.softmax.nn.AdditiveAttention;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.List;

/// A step of additive attention: one state a sequence weighs S outputs, all of them, as the energies, of
/// D features. Nothing is kept from step to step: the outputs' part of the energies is computed each
/// time. Inference is by frozen weights, as that of the other rows is. Numbers are the same bits as `bench/peers/additive.py` makes.
final class AdditiveWork implements Workload {
  private final boolean gradient;
  private final int batch;
  private final int steps;
  private final int width;
  private final Tensor state;
  private final Tensor outputs;
  private final AdditiveAttention attention;
  private final AdditiveAttention.Frozen frozen;
  private final List<Tensor> inputs;
  private final Tape tape;
  private final float[] weights;
  private double loss;

  /// @param gradient whether gradients of the sum of the context are computed, by parameters,
  ///     state and outputs
  /// @param shape sequences, outputs, features
  AdditiveWork(boolean gradient, int... shape) {
    this.gradient = gradient;
    batch = shape[0];
    steps = shape[1];
    width = shape[2];
    state = Tensor.parameter(Numbers.floats(batch * width, 1, 2), batch, 1, width);
    outputs = Tensor.parameter(Numbers.floats(batch * steps * width, 2, 2), batch, steps, width);
    attention =
        new AdditiveAttention(
            Tensor.parameter(Numbers.floats(2 * width * width, 3, 0.2f), width, 2 * width),
            Tensor.parameter(Numbers.floats(width, 4, 0.2f), width),
            Tensor.parameter(Numbers.floats(width, 5, 1), 1, width));
    frozen = attention.frozen(width);
    inputs = List.of(state, outputs, attention.weight(), attention.bias(), attention.score());
    tape = gradient ? Tape.training(0) : Tape.inference();
    weights = new float[batch * steps];
  }

  @Override
  public void run() {
    if (gradient) {
      for (int i = 0; i < inputs.size(); i++) {
        inputs.get(i).clearGradient();
      }
      Tensor seen = attention.forward(tape.watch(state), tape.watch(outputs)).context();
      Tensor sum = seen.sum();
      tape.backward(sum);
      loss = sum.item();
    } else {
      Tensor seen = frozen.weights(tape.watch(state), frozen.memory(tape.watch(outputs)));
      System.arraycopy(seen.data(), 0, weights, 0, weights.length);
    }
    tape.reset();
  }

  /// Of the weights, or of the sum of the context and of all gradients.
  @Override
  public double checksum() {
    if (!gradient) {
      return Numbers.checksum(weights);
    }
    double sum = Math.abs(loss);
    for (Tensor input : inputs) {
      sum += input.gradient().map(Numbers::checksum).orElse(0.0);
    }
    return sum;
  }
}
