package dev.softmax.tensor;

import org.jspecify.annotations.Nullable;

/// Makes results, for the operations to write their values to.
final class Result {
  private Result() {}

  /// A result of inputs: on their tape, with a gradient if one has and the tape records.
  static Tensor of(Shape shape, Tensor... inputs) {
    return of(shape, null, inputs);
  }

  /// A result of inputs and of indices on `other`.
  static Tensor of(Shape shape, @Nullable Tape other, Tensor... inputs) {
    Tape tape = other;
    boolean needsGradient = false;
    for (Tensor input : inputs) {
      tape = Tape.common(tape, input.tape());
      needsGradient |= input.needsGradient();
    }
    if (tape == null) {
      return new Tensor(new float[shape.size()], shape, null, null);
    }
    Gradient gradient =
        needsGradient && tape.isTraining() ? new Gradient(shape.size(), tape) : null;
    return new Tensor(tape.borrow(shape.size()), shape, tape, gradient);
  }
}
