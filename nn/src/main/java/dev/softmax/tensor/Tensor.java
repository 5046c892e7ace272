package dev.softmax.tensor;

import dev.softmax.CrossEntropy;
import dev.softmax.Softmax;
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
    checkTape();
    return data;
  }

  /// @throws IllegalStateException if the tape that this was made on was reset since
  void checkTape() {
    if (tape != null && tape.generation() != generation) {
      throw new IllegalStateException(
          "a tensor " + shape + " is used after the reset of the tape that it was made on");
    }
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

  /// An array that lives as long as this result, with any content.
  float[] scratch(int size) {
    return tape == null ? new float[size] : tape.borrow(size);
  }

  /// The array to add to of an input's gradient, or one to forget where it needs none.
  float[] addedOrScratch(Tensor input) {
    return input.gradient == null ? scratch(input.shape.size()) : input.gradient.added();
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
    return reshape(shape.reshaped(lengths));
  }

  Tensor reshape(Shape changed) {
    return new Tensor(data(), changed, tape, gradient);
  }

  /// Two axes change places: `(…, A, …, B, …)` → `(…, B, …, A, …)`.
  public Tensor transpose(int a, int b) {
    return Transpose.apply(this, a, b);
  }

  /// `(…, N, …)` → `(…, to − from, …)`: the elements `from` to `to` (exclusive) along an axis.
  public Tensor slice(int axis, int from, int to) {
    return Slice.apply(this, axis, from, to);
  }

  /// `(…, N, …)`, `(…, M, …)`, … → `(…, N + M + …, …)`: tensors one after another along an axis.
  public static Tensor concatenate(int axis, Tensor... tensors) {
    return Concatenate.apply(axis, tensors);
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
    return Elementwise.apply(Arithmetic.PLUS, this, b);
  }

  /// Difference of two, element by element.
  public Tensor minus(Tensor b) {
    return Elementwise.apply(Arithmetic.MINUS, this, b);
  }

  /// Product of two, element by element.
  public Tensor times(Tensor b) {
    return Elementwise.apply(Arithmetic.TIMES, this, b);
  }

  /// Quotient of two, element by element.
  public Tensor dividedBy(Tensor b) {
    return Elementwise.apply(Arithmetic.DIVIDED_BY, this, b);
  }

  /// Every element times a number.
  public Tensor times(double factor) {
    return Scale.apply(this, (float) factor, 0);
  }

  /// Every element plus a number.
  public Tensor plus(double term) {
    return Scale.apply(this, 1, (float) term);
  }

  /// `−x`.
  public Tensor negate() {
    return Scale.apply(this, -1, 0);
  }

  /// `eˣ`.
  public Tensor exp() {
    return Pointwise.apply(Pointwise.Function.EXP, this);
  }

  /// Natural logarithm.
  public Tensor log() {
    return Pointwise.apply(Pointwise.Function.LOG, this);
  }

  /// `√x`.
  public Tensor sqrt() {
    return Pointwise.apply(Pointwise.Function.SQRT, this);
  }

  /// `x²`.
  public Tensor square() {
    return times(this);
  }

  /// Sum over axes, which are left out of the shape; of all elements → `()` if none is named. Added up
  /// in double, as means are.
  public Tensor sum(int... axes) {
    return Sum.apply(this, axes, false, false);
  }

  /// Sum over axes, which stay with length 1.
  public Tensor sumKeeping(int... axes) {
    return Sum.apply(this, axes, true, false);
  }

  /// Mean over axes, which are left out of the shape; of all elements → `()` if none is named.
  public Tensor mean(int... axes) {
    return Sum.apply(this, axes, false, true);
  }

  /// Mean over axes, which stay with length 1.
  public Tensor meanKeeping(int... axes) {
    return Sum.apply(this, axes, true, true);
  }

  /// `(…, N, …)` → same: probabilities along an axis.
  public Tensor softmax(int axis) {
    return SoftmaxAlong.apply(Softmax.STANDARD, this, axis);
  }

  /// `(…, N, …)` → same: logarithms of [#softmax], exact where it underflows.
  public Tensor logSoftmax(int axis) {
    return SoftmaxAlong.apply(Softmax.LOG, this, axis);
  }

  /// `(…, N, …)` → `(…, …)`: `log sum exp` along an axis, which goes.
  public Tensor logSumExp(int axis) {
    return LogSumExpAlong.apply(this, axis);
  }

  /// `max(x, 0)`; its slope at 0 is 0.
  public Tensor relu() {
    return activate(ActivationKind.RELU);
  }

  /// `x Φ(x)`, with the error function.
  public Tensor gelu() {
    return activate(ActivationKind.GELU);
  }

  /// [#gelu] in the form with tanh.
  public Tensor geluTanh() {
    return activate(ActivationKind.GELU_TANH);
  }

  /// `x σ(x)`.
  public Tensor silu() {
    return activate(ActivationKind.SILU);
  }

  /// `tanh x`.
  public Tensor tanh() {
    return activate(ActivationKind.TANH);
  }

  /// `σ(x) = 1 / (1 + e⁻ˣ)`.
  public Tensor sigmoid() {
    return activate(ActivationKind.SIGMOID);
  }

  private Tensor activate(ActivationKind kind) {
    return Activate.apply(kind, this);
  }

  /// On a tape of training, each element 0 with probability `rate`, else divided by `1 − rate`; elsewhere
  /// the tensor itself. What is dropped depends on the tape's seed and on how often it was asked.
  ///
  /// @throws IllegalArgumentException if the rate is not within 0 and 1
  public Tensor dropout(double rate) {
    return Dropout.apply(this, rate);
  }

  /// `x (…, D)`, `gamma (D)`, `beta (D)` → `(…, D)`: each row to mean 0 and variance 1 (biased, epsilon
  /// added), then times gamma plus beta.
  public Tensor layerNorm(Tensor gamma, Tensor beta, double epsilon) {
    return LayerNorm.apply(this, gamma, beta, epsilon);
  }

  /// `x (B, C, …)`, `gamma (C)`, `beta (C)` → `(B, C, …)`: each feature to mean 0 and variance 1, then
  /// times gamma plus beta. On a tape of training by the statistics of the batch, which the running
  /// ones are moved towards; elsewhere by the running ones.
  public Tensor batchNorm(Tensor gamma, Tensor beta, RunningStatistics running) {
    return BatchNorm.apply(this, gamma, beta, running);
  }

  /// Rows of a table: `table (V, E)`, `indices (…)` → `(…, E)`.
  public Tensor gather(Indices indices) {
    return gather(indices, TableRows.NO_PADDING);
  }

  /// [#gather] in which the row `padding` gets no gradient.
  public Tensor gather(Indices indices, int padding) {
    return Gather.apply(this, indices, padding);
  }

  /// Sum or mean of rows of a table for each bag of ids: `table (V, E)`, `tokens (N)`, `offsets (B + 1)`
  /// → `(B, E)`. Bag `b` has the tokens from `offsets[b]` to `offsets[b + 1]`; an empty one gives zeros.
  public Tensor bags(Indices tokens, int[] offsets, Bag kind) {
    return bags(tokens, offsets, kind, TableRows.NO_PADDING);
  }

  /// [#bags(Indices, int\[\], Bag)] in which tokens of `padding` count nothing.
  public Tensor bags(Indices tokens, int[] offsets, Bag kind, int padding) {
    return BagLookup.apply(this, tokens, offsets, kind, padding);
  }

  /// Bags of one length: `table (V, E)`, `tokens (B, T)` → `(B, E)`; tokens of `padding` count nothing.
  ///
  /// @param padding −1 for none
  public Tensor bags(Indices tokens, Bag kind, int padding) {
    return BagLookup.apply(this, tokens, kind, padding);
  }

  /// Cross-entropy: `logits (…, K)`, `targets (…)` → `()`. Softmax, loss and gradient are one pass.
  ///
  /// @param loss options: weights, smoothing, the index that is ignored, sum or mean
  public Tensor crossEntropy(Indices targets, CrossEntropy loss) {
    return Loss.apply(this, targets, loss);
  }

  /// Cross-entropy with probabilities as targets: `logits (…, K)`, `targets (…, K)` → `()`.
  public Tensor crossEntropy(Tensor targets, CrossEntropy loss) {
    return Loss.apply(this, targets, loss);
  }

  /// Minus the mean log-probability of the targets: `log-probabilities (…, K)`, `targets (…)` → `()`;
  /// targets of −100 count nothing.
  public Tensor negativeLogLikelihood(Indices targets) {
    return LogLikelihood.apply(this, targets);
  }
}
