package dev.softmax.kernel;

import java.util.function.IntConsumer;

/// Element-wise activation functions on `float`, and their gradients.
///
/// With `a = |x|`, gelu and silu are `max(x, 0) - a s(a)`, where the tail `s` is `Φ(-a)` or `σ(-a)`:
/// nothing overflows, and both sides keep the relative accuracy of the tail. NaN gives NaN; at `-∞`
/// they are `-0`. The scalar and the SIMD loops have the same formulas, so an element's result does
/// not depend on its place nor on the number of threads.
///
/// An instance is one call in progress; instances are used again.
public final class FloatActivations implements IntConsumer {
  /// Elements of a task, and from how many on there are tasks.
  private static final int BLOCK = 8192;

  private static final int PARALLEL = 4 * BLOCK;

  /// Fewer elements are left to the scalar loops, which are quick long before vectors are compiled.
  private static final int FEW = 24;

  private static final boolean SIMD = Kernels.choice().bits() > 0;
  private static final Pool<FloatActivations> POOL = new Pool<>(FloatActivations::new);
  private static final float[] NOTHING = new float[0];

  private ActivationKind kind = ActivationKind.RELU;
  private boolean gradient;
  private float[] x = NOTHING;
  private float[] y = NOTHING;
  private float[] dy = NOTHING;
  private int xFrom;
  private int yFrom;
  private int dyFrom;
  private int n;

  private FloatActivations() {}

  /// `y = f(x)` for `n` elements; `y` may be `x` at the same place.
  public static void apply(ActivationKind kind, float[] x, int xFrom, float[] y, int yFrom, int n) {
    assert n >= 0 && xFrom >= 0 && yFrom >= 0 && xFrom + n <= x.length && yFrom + n <= y.length;
    if (n < PARALLEL) {
      forward(kind, x, xFrom, y, yFrom, n);
      return;
    }
    FloatActivations call = POOL.take();
    call.gradient = false;
    call.run(kind, x, xFrom, y, yFrom, n);
  }

  /// `dx += f'(x) dy` for `n` elements. Reads `v`, which is the result `y` of [#apply] for the kinds
  /// of [ActivationKind#gradientFromResult] and its argument `x` for the others.
  public static void addGradient(
      ActivationKind kind,
      float[] v,
      int vFrom,
      float[] dy,
      int dyFrom,
      float[] dx,
      int dxFrom,
      int n) {
    assert n >= 0 && vFrom + n <= v.length && dyFrom + n <= dy.length && dxFrom + n <= dx.length;
    if (n < PARALLEL) {
      backward(kind, v, vFrom, dy, dyFrom, dx, dxFrom, n);
      return;
    }
    FloatActivations call = POOL.take();
    call.gradient = true;
    call.dy = dy;
    call.dyFrom = dyFrom;
    call.run(kind, v, vFrom, dx, dxFrom, n);
  }

  private void run(ActivationKind kind, float[] x, int xFrom, float[] y, int yFrom, int n) {
    this.kind = kind;
    this.x = x;
    this.xFrom = xFrom;
    this.y = y;
    this.yFrom = yFrom;
    this.n = n;
    try {
      Parallel.forEach((n + BLOCK - 1) / BLOCK, this);
    } finally {
      this.x = NOTHING;
      this.y = NOTHING;
      this.dy = NOTHING;
      POOL.give(this);
    }
  }

  /// One task: one block.
  @Override
  public void accept(int task) {
    int i = task * BLOCK;
    int count = Math.min(BLOCK, n - i);
    if (gradient) {
      backward(kind, x, xFrom + i, dy, dyFrom + i, y, yFrom + i, count);
    } else {
      forward(kind, x, xFrom + i, y, yFrom + i, count);
    }
  }

  private static void forward(
      ActivationKind kind, float[] x, int xFrom, float[] y, int yFrom, int n) {
    if (!SIMD || n < FEW) {
      ScalarActivations.apply(kind, x, xFrom, y, yFrom, n);
      return;
    }
    int done =
        switch (kind) {
          case RELU -> SimdActivations.relu(x, xFrom, y, yFrom, n);
          case RELU6 -> SimdActivations.relu6(x, xFrom, y, yFrom, n);
          case GELU -> SimdActivations.gelu(x, xFrom, y, yFrom, n);
          case GELU_TANH -> SimdActivations.geluTanh(x, xFrom, y, yFrom, n);
          case SILU -> SimdActivations.silu(x, xFrom, y, yFrom, n);
          case TANH -> SimdActivations.tanh(x, xFrom, y, yFrom, n);
          case SIGMOID -> SimdActivations.sigmoid(x, xFrom, y, yFrom, n);
        };
    if (done < n) {
      ScalarActivations.apply(kind, x, xFrom + done, y, yFrom + done, n - done);
    }
  }

  private static void backward(
      ActivationKind kind,
      float[] v,
      int vFrom,
      float[] dy,
      int dyFrom,
      float[] dx,
      int dxFrom,
      int n) {
    if (!SIMD || n < FEW) {
      ScalarActivations.addGradient(kind, v, vFrom, dy, dyFrom, dx, dxFrom, n);
      return;
    }
    int done =
        switch (kind) {
          case RELU -> SimdActivationGradients.relu(v, vFrom, dy, dyFrom, dx, dxFrom, n);
          case RELU6 -> SimdActivationGradients.relu6(v, vFrom, dy, dyFrom, dx, dxFrom, n);
          case GELU -> SimdActivationGradients.gelu(v, vFrom, dy, dyFrom, dx, dxFrom, n);
          case GELU_TANH -> SimdActivationGradients.geluTanh(v, vFrom, dy, dyFrom, dx, dxFrom, n);
          case SILU -> SimdActivationGradients.silu(v, vFrom, dy, dyFrom, dx, dxFrom, n);
          case TANH -> SimdActivationGradients.tanh(v, vFrom, dy, dyFrom, dx, dxFrom, n);
          case SIGMOID -> SimdActivationGradients.sigmoid(v, vFrom, dy, dyFrom, dx, dxFrom, n);
        };
    if (done < n) {
      ScalarActivations.addGradient(
          kind, v, vFrom + done, dy, dyFrom + done, dx, dxFrom + done, n - done);
    }
  }
}
