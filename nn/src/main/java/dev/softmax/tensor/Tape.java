package dev.softmax.tensor;

import dev.softmax.kernel.Philox;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What happened to the tensors that entered by it, in order, and the memory they lie in.
///
/// A training step is: inputs enter by [#tensor] and [#indices]; operations on them are recorded;
/// [#backward] walks the record from its end and adds up gradients; [#reset] forgets the record and
/// takes all arrays back for the next step, which then allocates nothing that grows with the batch.
/// Results of before a reset must not be used after it; doing so is an error.
///
/// ```
/// Tape tape = Tape.training(seed);
/// for (...) {
///   Tensor loss = net.forward(tape.tensor(features, 64, 784)).crossEntropy(tape.indices(labels, 64));
///   tape.backward(loss);
///   optimizer.step(learningRate);
///   tape.reset();
/// }
/// ```
///
/// A tape of inference re-uses memory in the same way and records nothing. Tapes are for one thread;
/// the operations use all cores by themselves.
public final class Tape {
  /// One operation and its result.
  private static final class Entry {
    final Op op;
    final Tensor result;

    /// Whether a backward pass went through it.
    boolean isPassed;

    Entry(Op op, Tensor result) {
      this.op = op;
      this.result = result;
    }
  }

  private final boolean training;
  private final Buffers<float[]> buffers = new Buffers<>(float[]::new);
  private final Buffers<int[]> integers = new Buffers<>(int[]::new);
  private final List<Entry> entries = new ArrayList<>();
  private long seed;
  private long draws;
  private int generation;
  private boolean isPassed;

  private Tape(boolean training, long seed) {
    this.training = training;
    this.seed = seed;
  }

  /// A tape that records, and on which dropout drops.
  ///
  /// @param seed of the random numbers that operations on it draw
  public static Tape training(long seed) {
    return new Tape(true, seed);
  }

  /// A tape that lends memory only: nothing is recorded, nothing dropped.
  public static Tape inference() {
    return new Tape(false, 0);
  }

  /// Whether this is a tape of training.
  public boolean isTraining() {
    return training;
  }

  /// An input.
  ///
  /// @param values row-major, at least as many as the shape has; not copied
  /// @throws IllegalArgumentException if there are too few
  public Tensor tensor(float[] values, int... shape) {
    return new Tensor(values, Shape.of(shape), this, null);
  }

  /// An input of token ids or classes.
  ///
  /// @param values row-major, at least as many as the shape has; not copied
  /// @throws IllegalArgumentException if there are too few
  public Indices indices(int[] values, int... shape) {
    return new Indices(values, Shape.of(shape), this);
  }

  /// A parameter as an input: what is done with it alone is recorded too, as in a penalty on weights.
  public Tensor watch(Tensor parameter) {
    return parameter.on(this);
  }

  /// Adds the derivatives of a loss to the gradients of all parameters that it was computed from. Those
  /// of several losses add up there, or of one that is named again, whatever results they share, as with
  /// PyTorch's `retain_graph`; a result's own gradient is that of the last call alone. Inputs must not
  /// have changed since they entered.
  ///
  /// @param loss `()` or any shape of one element, made on this tape since the last reset
  /// @throws IllegalArgumentException if it has more elements, or was not recorded here
  /// @throws IllegalStateException if the tape was reset since it was made
  public void backward(Tensor loss) {
    if (loss.shape().size() != 1) {
      throw new IllegalArgumentException(
          "backward: the loss has the shape " + loss.shape() + ", not one element");
    }
    if (loss.tape() != this || !loss.needsGradient()) {
      throw new IllegalArgumentException(
          "backward: the loss was not computed from parameters on this tape of training");
    }
    loss.checkTape();
    if (isPassed) {
      // What another loss left in results has arrived at the parameters already.
      for (int i = 0; i < entries.size(); i++) {
        entries.get(i).result.clearGradient();
      }
    }
    isPassed = true;
    loss.gradientSum().added()[0] += 1;
    for (int i = entries.size() - 1; i >= 0; i--) {
      Entry entry = entries.get(i);
      if (entry.result.gradientSum().isPresent()) {
        if (entry.isPassed) {
          entry.op.renew(entry.result);
        }
        entry.isPassed = true;
        entry.op.backward(entry.result);
      }
    }
  }

  /// Forgets what was recorded and takes all arrays back.
  public void reset() {
    entries.clear();
    buffers.reclaim();
    integers.reclaim();
    generation++;
    isPassed = false;
  }

  /// Starts the random numbers anew: the same seed, the same numbers, whatever was drawn before.
  public void reseed(long seed) {
    this.seed = seed;
    draws = 0;
  }

  /// A generator for what a step draws beside its operations, such as the tokens it leaves out. It
  /// follows from the seed and from how much was drawn since, so that a training that is resumed draws
  /// the same.
  public RandomGenerator random() {
    return new SplittableRandom(Philox.bits(seed, nextDraw(), 0));
  }

  long seed() {
    return seed;
  }

  /// Number of the next stream of random numbers.
  long nextDraw() {
    return draws++;
  }

  int generation() {
    return generation;
  }

  float[] borrow(int size) {
    return buffers.take(size);
  }

  int[] borrowIntegers(int size) {
    return integers.take(size);
  }

  void record(Op op, Tensor result) {
    entries.add(new Entry(op, result));
  }

  /// The one tape of two.
  ///
  /// @throws IllegalArgumentException if they are two
  static @Nullable Tape common(@Nullable Tape a, @Nullable Tape b) {
    if (a != null && b != null && a != b) {
      throw new IllegalArgumentException("two tensors are on two tapes");
    }
    return a == null ? b : a;
  }
}
