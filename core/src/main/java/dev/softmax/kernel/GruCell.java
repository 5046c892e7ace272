package dev.softmax.kernel;

import java.util.Arrays;

/// One layer of a gated recurrent unit for one sequence, step by step, with its weights packed once; see
/// [SimdGru] for the equations. A step allocates nothing. For one thread.
public final class GruCell {
  private static final boolean SIMD = Kernels.choice().bits() > 0;

  private final int inputs;
  private final int hidden;
  private final FloatStrips inputStrips = new FloatStrips();
  private final FloatStrips hiddenStrips = new FloatStrips();
  private final float[] inputBias;
  private final float[] hiddenBias;
  private final float[] gates;
  private final float[] product;
  private final float[] state;
  private final float[] kept;

  /// A state of zeros.
  ///
  /// @param inputWeight `(3H, I)`, packed
  /// @param hiddenWeight `(3H, H)`, packed
  /// @param inputBias `(3H)`, copied
  /// @param hiddenBias `(3H)`, copied
  public GruCell(float[] inputWeight, float[] hiddenWeight, float[] inputBias, float[] hiddenBias) {
    hidden = hiddenBias.length / 3;
    inputs = inputWeight.length / (3 * hidden);
    assert hiddenWeight.length == 3 * hidden * hidden && inputBias.length == 3 * hidden;
    inputStrips.pack(inputWeight, inputs, 3 * hidden, 1, inputs);
    hiddenStrips.pack(hiddenWeight, hidden, 3 * hidden, 1, hidden);
    int padded = hiddenStrips.padded();
    this.inputBias = Arrays.copyOf(inputBias, padded);
    this.hiddenBias = Arrays.copyOf(hiddenBias, padded);
    gates = new float[padded];
    product = new float[padded];
    state = new float[hidden];
    kept = new float[4 * hidden];
  }

  /// The state `(H)` itself.
  public float[] state() {
    return state;
  }

  /// Moves on by an input `(I)`, and gives the state `(H)`.
  public float[] step(float[] x) {
    assert x.length >= inputs;
    inputStrips.multiply(1, x, 0, 0, inputBias, false, gates, 0, gates.length);
    return step(gates, 0);
  }

  /// Moves on by a projected input `(3H)`, its bias added, and gives the state `(H)`.
  public float[] step(float[] projected, int at) {
    hiddenStrips.multiply(1, state, 0, 0, hiddenBias, false, product, 0, product.length);
    int done = 0;
    if (SIMD) {
      done = SimdGru.bound(hidden);
      SimdGru.forward(
          1, hidden, projected, at, 0, product, 0, 0, state, 0, state, 0, state, 0, 0, kept, 0);
    }
    ScalarGru.forward(
        1, done, hidden, projected, at, 0, product, 0, 0, state, 0, state, 0, state, 0, 0, kept, 0);
    return state;
  }
}
