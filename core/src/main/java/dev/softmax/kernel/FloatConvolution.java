package dev.softmax.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Convolution of pictures with channels last, and its gradients, for training: filters are arranged
/// anew in every call. Tasks are pictures, and the gradient of the weight is summed over parts of the
/// batch, in their order: both are cut by the shape alone.
///
/// An instance is one call in progress; instances are used again.
public final class FloatConvolution implements IntConsumer {
  /// Parts of the batch that have a sum of the weight's gradient each.
  private static final int PARTS = 16;

  /// Multiplications below which other threads are not asked.
  private static final double PARALLEL = 1e6;

  private static final Pool<FloatConvolution> POOL = new Pool<>(FloatConvolution::new);
  private static final float[] NOTHING = new float[0];
  private static final ConvolutionAxis NO_AXIS = new ConvolutionAxis(0, 0, 0, 1, 1, 0);
  private static final ConvolutionShape NO_SHAPE =
      new ConvolutionShape(0, NO_AXIS, NO_AXIS, 0, 0, 1);

  private enum Phase {
    FORWARD,
    BACKWARD
  }

  private Phase phase = Phase.FORWARD;
  private ConvolutionShape shape = NO_SHAPE;
  private float[] x = NOTHING;
  private float[] y = NOTHING;
  private float @Nullable [] bias;
  private float @Nullable [] dx;
  private boolean add;
  private boolean ofWeight;
  private float[] filters = NOTHING;
  private float[] partial = NOTHING;
  private int parts;

  private FloatConvolution() {}

  /// `y = x ∗ weight + bias`.
  public static void forward(
      ConvolutionShape shape, float[] x, float[] weight, float @Nullable [] bias, float[] y) {
    FloatConvolution call = POOL.take();
    call.phase = Phase.FORWARD;
    call.shape = shape;
    call.x = x;
    call.y = y;
    call.bias = bias;
    try {
      call.arrange(weight);
      call.each(shape.pictures());
    } finally {
      call.release();
    }
  }

  /// Gradients: `dx += …`, or `dx = …` unless `add`, and `dWeight += …`; what is null is left out.
  public static void backward(
      ConvolutionShape shape,
      float[] x,
      float[] weight,
      float[] dy,
      float @Nullable [] dx,
      boolean add,
      float @Nullable [] dWeight) {
    FloatConvolution call = POOL.take();
    call.phase = Phase.BACKWARD;
    call.shape = shape;
    call.x = x;
    call.y = dy;
    call.dx = dx;
    call.add = add;
    call.ofWeight = dWeight != null;
    call.parts = Math.min(shape.pictures(), PARTS);
    try {
      call.arrange(weight);
      int size = call.parts * shape.weights();
      if (call.partial.length < size) {
        call.partial = new float[size];
      }
      Arrays.fill(call.partial, 0, size, 0);
      call.each(call.parts);
      if (dWeight != null) {
        call.addParts(dWeight);
      }
    } finally {
      call.release();
    }
  }

  private void release() {
    x = NOTHING;
    y = NOTHING;
    bias = null;
    dx = null;
    POOL.give(this);
  }

  private void each(int tasks) {
    double work = (double) shape.pictures() * shape.resultSize() * shape.groupChannels();
    if (work * shape.taps() < PARALLEL) {
      for (int task = 0; task < tasks; task++) {
        accept(task);
      }
    } else {
      Parallel.forEach(tasks, this);
    }
  }

  /// `filters[tap][channel][output] = weight[output][channel][tap]`.
  private void arrange(float[] weight) {
    if (filters.length < shape.weights()) {
      filters = new float[shape.weights()];
    }
    int depth = shape.groupChannels();
    int taps = shape.taps();
    for (int o = 0; o < shape.outputs(); o++) {
      for (int c = 0; c < depth; c++) {
        for (int t = 0; t < taps; t++) {
          filters[(t * depth + c) * shape.outputs() + o] = weight[(o * depth + c) * taps + t];
        }
      }
    }
  }

  private void addParts(float[] dWeight) {
    int depth = shape.groupChannels();
    int taps = shape.taps();
    for (int o = 0; o < shape.outputs(); o++) {
      for (int c = 0; c < depth; c++) {
        for (int t = 0; t < taps; t++) {
          int from = (t * depth + c) * shape.outputs() + o;
          float sum = 0;
          for (int part = 0; part < parts; part++) {
            sum += partial[part * shape.weights() + from];
          }
          dWeight[(o * depth + c) * taps + t] += sum;
        }
      }
    }
  }

  /// One task: a picture forward, or the pictures of a part backward.
  @Override
  public void accept(int task) {
    if (phase == Phase.FORWARD) {
      start(task);
      ScalarConvolution.forward(shape, task, x, filters, y);
      return;
    }
    int end = (int) ((task + 1L) * shape.pictures() / parts);
    float[] to = dx;
    for (int picture = (int) ((long) task * shape.pictures() / parts); picture < end; picture++) {
      if (to != null) {
        if (!add) {
          int at = picture * shape.pictureSize();
          Arrays.fill(to, at, at + shape.pictureSize(), 0);
        }
        ScalarConvolution.inputGradient(shape, picture, y, filters, to);
      }
      if (ofWeight) {
        ScalarConvolution.filterGradient(shape, picture, x, y, partial, task * shape.weights());
      }
    }
  }

  private void start(int picture) {
    int at = picture * shape.resultSize();
    int end = at + shape.resultSize();
    if (bias == null) {
      Arrays.fill(y, at, end, 0);
      return;
    }
    for (; at < end; at += shape.outputs()) {
      System.arraycopy(bias, 0, y, at, shape.outputs());
    }
  }
}
