package dev.softmax.tensor;

import dev.softmax.CrossEntropy;
import dev.softmax.kernel.ActivationKind;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Floats in a shape, row-major.
///
/// There are three sorts. A *constant* has values. A *parameter* has a gradient too, and lives as long
/// as its model. A *result* is made by an operation: where an input is on a [Tape], so is the result,
/// in memory of the tape, and it is recorded if it depends on a parameter; otherwise it has memory of
/// its own and is a constant. Shapes never change. Operations on small or large tensors use as many
/// cores as pay; results are the same bits for any number of threads.
///
/// Errors of shapes are [IllegalArgumentException]s that name the operation and both shapes.
public final class Tensor {
  private final float[] data;
  private final Shape shape;
  private final @Nullable Tape tape;
  private final @Nullable Gradient gradient;
  private final int generation;

  Tensor(float[] data, Shape shape, @Nullable Tape tape, @Nullable Gradient gradient) {
    if (data.length < shape.size()) {
      throw new IllegalArgumentException("tensor: " + data.length + " values for a shape " + shape);
    }
    this.data = data;
    this.shape = shape;
    this.tape = tape;
    this.gradient = gradient;
    this.generation = tape == null ? 0 : tape.generation();
  }

  /// A constant.
  ///
  /// @param values row-major; copied
  /// @throws IllegalArgumentException if they are not as many as the shape has
  public static Tensor of(float[] values, int... shape) {
    return new Tensor(exactly(values, Shape.of(shape)), Shape.of(shape), null, null);
  }

  /// A parameter.
  ///
  /// @param values row-major; copied
  /// @throws IllegalArgumentException if they are not as many as the shape has
  public static Tensor parameter(float[] values, int... shape) {
    Shape whole = Shape.of(shape);
    return new Tensor(exactly(values, whole), whole, null, new Gradient(whole.size(), null));
  }

  private static float[] exactly(float[] values, Shape shape) {
    if (values.length != shape.size()) {
      throw new IllegalArgumentException(
          "tensor: " + values.length + " values for a shape " + shape);
    }
    return values.clone();
  }

  /// A result of inputs, its values to be written: on their tape, with a gradient if one has and the
  /// tape records.
  static Tensor result(Shape shape, Tensor... inputs) {
    Tape tape = null;
    boolean needsGradient = false;
    for (Tensor input : inputs) {
      tape = Tape.common(tape, input.tape);
      needsGradient |= input.gradient != null;
    }
    return result(shape, tape, needsGradient);
  }

  static Tensor result(Shape shape, @Nullable Tape tape, boolean needsGradient) {
    if (tape == null) {
      return new Tensor(new float[shape.size()], shape, null, null);
    }
    Gradient gradient =
        needsGradient && tape.isTraining() ? new Gradient(shape.size(), tape) : null;
    return new Tensor(tape.borrow(shape.size()), shape, tape, gradient);
  }

  /// Puts the operation that made this result on the tape, if a gradient will be asked for.
  Tensor by(Op op) {
    if (gradient != null && tape != null) {
      tape.record(op, this);
    }
    return this;
  }

  Tensor on(Tape tape) {
    return new Tensor(data, shape, tape, tape.isTraining() ? gradient : null);
  }

  /// The shape.
  public Shape shape() {
    return shape;
  }

  /// The values themselves, row-major; the array may be longer than the shape's size. Optimisers and
  /// loaders write to a parameter's; nobody else writes.
  ///
  /// @throws IllegalStateException if the tape that lent the array was reset since
  public float[] data() {
    if (tape != null && tape.generation() != generation) {
      throw new IllegalStateException(
          "a tensor " + shape + " is used after the reset of the tape that it was made on");
    }
    return data;
  }

  /// A copy of the values, row-major, as many as the shape has.
  public float[] values() {
    return Arrays.copyOf(data(), shape.size());
  }

  /// The only value.
  ///
  /// @throws IllegalArgumentException if there are more or none
  public float item() {
    if (shape.size() != 1) {
      throw new IllegalArgumentException("item: a tensor of the shape " + shape);
    }
    return data()[0];
  }

  /// Whether losses are differentiated by this tensor: it is a parameter, or depends on one and is on a
  /// tape of training.
  public boolean needsGradient() {
    return gradient != null;
  }

  /// The gradient itself, row-major, or none when nothing was added to it since it was cleared. The
  /// array may be longer than the shape's size.
  public Optional<float[]> gradient() {
    return gradient == null || gradient.isEmpty()
        ? Optional.empty()
        : Optional.of(gradient.array());
  }

  /// The rows outside of which the gradient of this `(V, E)` is zero, if that is known and it is not
  /// empty.
  public Optional<RowSet> gradientRows() {
    return Optional.ofNullable(gradient == null ? null : gradient.rows());
  }

  /// Clears the gradient.
  public void clearGradient() {
    if (gradient != null) {
      gradient.clear();
    }
  }

  @Nullable Tape tape() {
    return tape;
  }

  /// The gradient to add to; only asked for where [#needsGradient].
  Gradient gradientSum() {
    if (gradient == null) {
      throw new IllegalStateException("a tensor " + shape + " has no gradient");
    }
    return gradient;
  }

  /// The same values in another shape, not copied: `(…)` → `shape`.
  ///
  /// @param lengths one may be −1: what is left
  public Tensor reshape(int... lengths) {
    int[] whole = lengths.clone();
    int known = 1;
    int open = -1;
    for (int i = 0; i < whole.length; i++) {
      if (whole[i] == -1 && open < 0) {
        open = i;
      } else {
        known *= whole[i];
      }
    }
    if (open >= 0 && known > 0) {
      whole[open] = shape.size() / known;
    }
    Shape changed = Shape.of(whole);
    if (changed.size() != shape.size()) {
      throw new IllegalArgumentException("reshape: " + shape + " to " + changed);
    }
    return new Tensor(data(), changed, tape, gradient);
  }

  /// `x (…, I)`, `weight (O, I)`, `bias (O)` → `x · weightᵀ + bias (…, O)`.
  public Tensor linear(Tensor weight, Tensor bias) {
    return Linear.apply(this, weight, bias);
  }

  /// `x (…, I)`, `weight (O, I)` → `x · weightᵀ (…, O)`.
  public Tensor linear(Tensor weight) {
    return Linear.apply(this, weight, null);
  }

  /// Matrix product `(…, N, K)` by `(…, K, M)` → `(…, N, M)`; leading dimensions are equal, or one of
  /// the two has none.
  public Tensor matmul(Tensor b) {
    return MatMul.apply(this, b, false);
  }

  /// Matrix product with the second factor transposed: `(…, N, K)` by `(…, M, K)` → `(…, N, M)`.
  public Tensor matmulTransposed(Tensor b) {
    return MatMul.apply(this, b, true);
  }

  /// Sum of two, element by element; lengths of 1 and leading dimensions that are not there are
  /// repeated, as in NumPy. So are those of [#minus], [#times] and [#dividedBy].
  public Tensor plus(Tensor b) {
    return Elementwise.apply(Elementwise.Kind.PLUS, this, b);
  }

  /// Difference of two, element by element.
  public Tensor minus(Tensor b) {
    return Elementwise.apply(Elementwise.Kind.MINUS, this, b);
  }

  /// Product of two, element by element.
  public Tensor times(Tensor b) {
    return Elementwise.apply(Elementwise.Kind.TIMES, this, b);
  }

  /// Quotient of two, element by element.
  public Tensor dividedBy(Tensor b) {
    return Elementwise.apply(Elementwise.Kind.DIVIDED_BY, this, b);
  }

  /// Every element times a number.
  public Tensor times(double factor) {
    return Scale.apply(this, (float) factor, 0);
  }

  /// Every element plus a number.
  public Tensor plus(double term) {
    return Scale.apply(this, 1, (float) term);
  }

  /// Sum of all elements → `()`; added up in double.
  public Tensor sum() {
    return Sum.apply(this);
  }

  /// Mean of all elements → `()`.
  public Tensor mean() {
    return sum().times(1.0 / shape.size());
  }

  /// `max(x, 0)`.
  public Tensor relu() {
    return Activate.apply(ActivationKind.RELU, this);
  }

  /// `tanh x`.
  public Tensor tanh() {
    return Activate.apply(ActivationKind.TANH, this);
  }

  /// `x Φ(x)`, with the error function.
  public Tensor gelu() {
    return Activate.apply(ActivationKind.GELU, this);
  }

  /// `x σ(x)`.
  public Tensor silu() {
    return Activate.apply(ActivationKind.SILU, this);
  }

  /// `1 / (1 + e^−x)`.
  public Tensor sigmoid() {
    return Activate.apply(ActivationKind.SIGMOID, this);
  }

  /// Sum or mean of rows of a table for each bag of ids: `table (V, E)`, `tokens (N)`, `offsets (B + 1)`
  /// → `(B, E)`. Bag `b` has the tokens from `offsets[b]` to `offsets[b + 1]`; an empty one gives zeros.
  ///
  /// @throws IllegalArgumentException if an id is outside of the table, or offsets do not ascend
  public Tensor bags(Indices tokens, int[] offsets, Bag kind) {
    return BagLookup.apply(this, tokens, offsets, kind);
  }

  /// Mean cross-entropy and its kin: `logits (N, K)`, `targets (N)` → `()`. Softmax, loss and gradient
  /// are one pass.
  ///
  /// @param loss options: weights, smoothing, the index that is ignored, sum or mean
  public Tensor crossEntropy(Indices targets, CrossEntropy loss) {
    return Loss.apply(this, targets, loss);
  }
}
