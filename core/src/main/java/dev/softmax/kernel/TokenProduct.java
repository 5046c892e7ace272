package dev.softmax.kernel;

import java.util.function.IntConsumer;

/// A weight `(O, I)` packed for products with one vector after another: `y = weight · x + bias`. Its
/// rows lie in strips as wide as two vectors, so that a strip's sums need not be added up across
/// lanes, and each weight is read once, one after another.
///
/// An instance is used by one thread at a time, which allocates nothing. Each element of `y` is summed
/// in one order, whatever the number of threads.
public final class TokenProduct implements IntConsumer {
  private static final boolean SIMD = Kernels.choice().bits() > 0;

  /// Rows of a strip.
  static final int STRIP = SIMD ? SimdTokens.STRIP : 16;

  /// Weights from which on other threads are asked, and of a task: one that is asked must find more to
  /// do than it costs to be asked.
  private static final int PARALLEL = 1 << 18;

  private static final int TASK = 1 << 16;
  private static final float[] NOTHING = new float[0];

  private final int inputs;
  private final int outputs;
  private final int stripsEach;
  private final float[] weights;
  private final float[] bias;
  private final float[] edge = new float[STRIP];
  private float[] x = NOTHING;
  private int xFrom;
  private float[] y = NOTHING;
  private boolean add;

  private TokenProduct(int inputs, int outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.stripsEach = Math.max(1, TASK / (STRIP * Math.max(1, inputs)));
    int strips = strips();
    this.weights = new float[Math.multiplyExact(strips * STRIP, inputs)];
    this.bias = new float[strips * STRIP];
  }

  /// Packs weights one below another: `(O₁, I)`, `(O₂, I)`, … → `(O₁ + O₂ + …, I)`, with a bias of zeros.
  public static TokenProduct of(int inputs, FloatMatrix... below) {
    int outputs = 0;
    for (FloatMatrix weight : below) {
      assert weight.columns() == inputs;
      outputs += weight.rows();
    }
    TokenProduct product = new TokenProduct(inputs, outputs);
    int row = 0;
    for (FloatMatrix weight : below) {
      for (int i = 0; i < weight.rows(); i++) {
        product.pack(weight, i, row++);
      }
    }
    return product;
  }

  private void pack(FloatMatrix weight, int from, int row) {
    int at = row / STRIP * STRIP * inputs + row % STRIP;
    int start = weight.offset() + from * weight.rowStride();
    for (int p = 0; p < inputs; p++) {
      weights[at + p * STRIP] = weight.data()[start + p * weight.columnStride()];
    }
  }

  /// Writes a bias for the rows from `row` on.
  public void bias(int row, float[] values, int count) {
    System.arraycopy(values, 0, bias, row, count);
  }

  /// Multiplies the rows `from` to `to` (exclusive), and their bias, by a factor.
  public void scale(int from, int to, float factor) {
    for (int row = from; row < to; row++) {
      int at = row / STRIP * STRIP * inputs + row % STRIP;
      bias[row] *= factor;
      for (int p = 0; p < inputs; p++) {
        weights[at + p * STRIP] *= factor;
      }
    }
  }

  /// O.
  public int outputs() {
    return outputs;
  }

  /// `y = weight · x + bias`, of `x[xFrom ..]`.
  public void apply(float[] x, int xFrom, float[] y) {
    run(x, xFrom, y, false);
  }

  /// `y += weight · x + bias`, of `x[0 ..]`.
  public void add(float[] x, float[] y) {
    run(x, 0, y, true);
  }

  private void run(float[] x, int xFrom, float[] y, boolean add) {
    assert x.length >= xFrom + inputs && y.length >= outputs;
    this.x = x;
    this.xFrom = xFrom;
    this.y = y;
    this.add = add;
    if (weights.length < PARALLEL) {
      strips(0, strips());
    } else {
      Parallel.forEach((strips() + stripsEach - 1) / stripsEach, this);
    }
  }

  private int strips() {
    return (outputs + STRIP - 1) / STRIP;
  }

  /// One task: some strips.
  @Override
  public void accept(int task) {
    strips(task * stripsEach, Math.min(strips(), (task + 1) * stripsEach));
  }

  private void strips(int from, int to) {
    int whole = Math.min(to, outputs / STRIP);
    some(from, whole, y, from * STRIP, add);
    if (whole < to) {
      // The last strip reaches past the end of y; one task alone has it.
      some(Math.max(from, whole), to, edge, 0, false);
      int at = whole * STRIP;
      for (int i = 0; i < outputs - at; i++) {
        y[at + i] = add ? y[at + i] + edge[i] : edge[i];
      }
    }
  }

  private void some(int from, int to, float[] out, int outFrom, boolean adding) {
    if (SIMD) {
      SimdTokens.strips(x, xFrom, inputs, weights, from, to, bias, out, outFrom, adding);
    } else {
      plain(from, to, out, outFrom, adding);
    }
  }

  private void plain(int from, int to, float[] out, int outFrom, boolean adding) {
    for (int strip = from; strip < to; strip++) {
      int at = outFrom + (strip - from) * STRIP;
      for (int i = 0; i < STRIP; i++) {
        out[at + i] = adding ? out[at + i] + bias[strip * STRIP + i] : bias[strip * STRIP + i];
      }
      for (int p = 0; p < inputs; p++) {
        float factor = x[xFrom + p];
        int row = (strip * inputs + p) * STRIP;
        for (int i = 0; i < STRIP; i++) {
          out[at + i] += factor * weights[row + i];
        }
      }
    }
  }
}
