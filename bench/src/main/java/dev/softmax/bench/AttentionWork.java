package dev.softmax.bench;

import dev.softmax.tensor.AttentionMask;
import dev.softmax.tensor.AttentionOptions;
import dev.softmax.tensor.Sequences;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.List;

/// Scaled dot-product attention of one sequence, or its forward and backward pass together. Inputs and
/// the gradient of the result are the same bits as `bench/peers/attention.py` makes.
final class AttentionWork implements Workload {
  private final int length;
  private final int columns;
  private final AttentionMask mask;
  private final AttentionOptions options;
  private final Tensor query;
  private final Tensor key;
  private final Tensor value;
  private final float[] upper;
  private final Tape tape;
  private boolean ran;

  /// @param kind `attention`, `attention-causal`, and the same with `-train` for the backward pass too
  /// @param shape heads, queries (as many keys) and the width of a head
  AttentionWork(String kind, int... shape) {
    length = shape[1];
    columns = shape[0] * shape[2];
    mask = kind.startsWith("attention-causal") ? AttentionMask.CAUSAL : AttentionMask.NONE;
    options = AttentionOptions.of(shape[0]);
    query = input(1);
    key = input(2);
    value = input(3);
    upper = Numbers.floats(length * columns, 4, 1);
    tape = kind.endsWith("-train") ? Tape.training(0) : Tape.inference();
  }

  private Tensor input(int seed) {
    return Tensor.parameter(Numbers.floats(length * columns, seed, 4), 1, length, columns);
  }

  @Override
  public void run() {
    Tensor y = forward();
    backward(y);
    clear();
    ran = true;
  }

  private Tensor forward() {
    return Sequences.attention(
        tape.watch(query), tape.watch(key), tape.watch(value), mask, options);
  }

  private void backward(Tensor y) {
    if (tape.isTraining()) {
      tape.backward(y.times(tape.tensor(upper, 1, length, columns)).sum());
    }
  }

  private void clear() {
    query.clearGradient();
    key.clearGradient();
    value.clearGradient();
    tape.reset();
  }

  /// Of the result, and of the gradients if there are any, once it has run.
  @Override
  public double checksum() {
    if (!ran) {
      return 0;
    }
    Tensor y = forward();
    backward(y);
    double sum = Numbers.checksum(y.values());
    for (Tensor x : List.of(query, key, value)) {
      sum += x.gradient().map(Numbers::checksum).orElse(0.0);
    }
    clear();
    return sum;
  }
}
