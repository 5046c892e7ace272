package dev.softmax.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;

/// The weights of additive attention (Bahdanau et al. 2015, appendix A.1.2) and their gradients: query
/// `q (B, T, A)`, keys `k (B, S, A)` and `v (A)` give `softmax over s of v · tanh(q[t] + k[s])`, `(B, T, S)`.
/// Keys from a sequence's length on have the weight 0. A task is a sequence.
///
/// An instance is one call in progress; instances are used again.
public final class FloatAdditive implements IntConsumer {
  /// Energies from which on there are tasks.
  private static final int PARALLEL = 1 << 14;

  private static final boolean SIMD = Kernels.choice().bits() > 0;
  private static final Pool<FloatAdditive> POOL = new Pool<>(FloatAdditive::new);
  private static final Pool<Room> ROOMS = new Pool<>(Room::new);
  private static final float[] NOTHING = new float[0];
  private static final int[] WHOLE = new int[0];

  /// Energies of one query, or the gradients of its scores.
  private static final class Room {
    float[] values = NOTHING;

    float[] of(int size) {
      values = values.length < size ? new float[size] : values;
      return values;
    }
  }

  private float[] query = NOTHING;
  private float[] keys = NOTHING;
  private float[] v = NOTHING;
  private float[] energies = NOTHING;
  private float[] weights = NOTHING;
  private float[] dWeights = NOTHING;
  private float[] dQuery = NOTHING;
  private float[] dKeys = NOTHING;
  private float[] dV = NOTHING;
  private int[] lengths = WHOLE;
  private int time;
  private int steps;
  private int width;
  private boolean keep;
  private boolean gradient;

  private FloatAdditive() {}

  /// `weights (B, T, S)` of `query (B, T, A)`, `keys (B, S, A)` and `v (A)`.
  ///
  /// @param sizes B, T, S, A
  /// @param lengths `(B)`, or of no elements where all sequences have S keys
  /// @param energies `(B, T, S, A)`, kept for the gradient, or of no elements to keep none
  public static void weights(
      int[] sizes,
      int[] lengths,
      float[] query,
      float[] keys,
      float[] v,
      float[] energies,
      float[] weights) {
    FloatAdditive call = take(sizes, lengths, v, energies, weights);
    call.gradient = false;
    call.query = query;
    call.keys = keys;
    call.run(sizes[0]);
    call.release();
  }

  /// The gradients of [#weights]: adds to `dQuery`, `dKeys` and `dV`.
  ///
  /// @param dWeights `(B, T, S)`
  public static void addGradients(
      int[] sizes,
      int[] lengths,
      float[] v,
      float[] energies,
      float[] weights,
      float[] dWeights,
      float[] dQuery,
      float[] dKeys,
      float[] dV) {
    FloatAdditive call = take(sizes, lengths, v, energies, weights);
    Room sums = ROOMS.take();
    call.gradient = true;
    call.dWeights = dWeights;
    call.dQuery = dQuery;
    call.dKeys = dKeys;
    call.dV = sums.of(sizes[0] * sizes[3]);
    Arrays.fill(call.dV, 0, sizes[0] * sizes[3], 0);
    call.run(sizes[0]);
    for (int b = 0; b < sizes[0]; b++) {
      addScaled(1, call.dV, b * sizes[3], dV, 0, sizes[3]);
    }
    ROOMS.give(sums);
    call.release();
  }

  private static FloatAdditive take(
      int[] sizes, int[] lengths, float[] v, float[] energies, float[] weights) {
    FloatAdditive call = POOL.take();
    call.time = sizes[1];
    call.steps = sizes[2];
    call.width = sizes[3];
    call.lengths = lengths;
    call.v = v;
    call.energies = energies;
    call.weights = weights;
    call.keep = energies.length > 0;
    return call;
  }

  private void run(int sequences) {
    if ((long) sequences * time * steps * width >= PARALLEL) {
      Parallel.forEach(sequences, this);
    } else {
      for (int b = 0; b < sequences; b++) {
        accept(b);
      }
    }
  }

  private void release() {
    query = NOTHING;
    keys = NOTHING;
    v = NOTHING;
    energies = NOTHING;
    weights = NOTHING;
    dWeights = NOTHING;
    dQuery = NOTHING;
    dKeys = NOTHING;
    dV = NOTHING;
    lengths = WHOLE;
    POOL.give(this);
  }

  /// One task: one sequence.
  @Override
  public void accept(int b) {
    int count = lengths.length == 0 ? steps : lengths[b];
    Room room = ROOMS.take();
    for (int t = b * time; t < (b + 1) * time; t++) {
      if (gradient) {
        backward(b, t, count, room.of(steps));
      } else {
        forward(b, t, count, keep ? energies : room.of(count * width));
      }
    }
    ROOMS.give(room);
  }

  private void forward(int b, int t, int count, float[] energy) {
    int at = keep ? t * steps * width : 0;
    for (int s = 0; s < count; s++) {
      add(query, t * width, keys, (b * steps + s) * width, energy, at + s * width, width);
    }
    FloatActivations.apply(ActivationKind.TANH, energy, at, energy, at, count * width);
    int row = t * steps;
    for (int s = 0; s < count; s++) {
      weights[row + s] = dot(v, 0, energy, at + s * width, width);
    }
    FloatRows.softmax(weights, row, weights, row, count > 0 ? 1 : 0, count, 1);
    Arrays.fill(weights, row + count, row + steps, 0);
  }

  private void backward(int b, int t, int count, float[] slopes) {
    int row = t * steps;
    double mean = 0;
    for (int s = row; s < row + count; s++) {
      mean += (double) weights[s] * dWeights[s];
    }
    for (int s = 0; s < count; s++) {
      slopes[s] = (float) (weights[row + s] * (dWeights[row + s] - mean));
    }
    for (int s = 0; s < count; s++) {
      int at = (row + s) * width;
      addScaled(slopes[s], energies, at, dV, b * width, width);
      // The energy is read for the last time: its slope takes its place.
      slope(slopes[s], v, energies, at, width);
      addScaled(1, energies, at, dKeys, (b * steps + s) * width, width);
      addScaled(1, energies, at, dQuery, t * width, width);
    }
  }

  private static void add(float[] a, int aFrom, float[] b, int bFrom, float[] c, int to, int n) {
    for (int i = 0; i < n; i++) {
      c[to + i] = a[aFrom + i] + b[bFrom + i];
    }
  }

  private static void slope(float factor, float[] v, float[] energy, int at, int n) {
    for (int i = 0; i < n; i++) {
      float e = energy[at + i];
      energy[at + i] = factor * v[i] * (1 - e * e);
    }
  }

  private static void addScaled(float factor, float[] x, int from, float[] y, int to, int n) {
    for (int i = 0; i < n; i++) {
      y[to + i] += factor * x[from + i];
    }
  }

  private static float dot(float[] a, int aFrom, float[] b, int bFrom, int n) {
    if (SIMD) {
      return SimdAdditive.dot(a, aFrom, b, bFrom, n);
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (double) a[aFrom + i] * b[bFrom + i];
    }
    return (float) sum;
  }
}
