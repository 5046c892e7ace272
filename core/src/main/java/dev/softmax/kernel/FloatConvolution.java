package dev.softmax.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Convolution of pictures with channels last, and its gradients, for training: filters are arranged
/// anew in every call. Tasks are slices of pictures, and the gradient of the weight is summed over parts of
/// them, in their order: both are cut by the shape alone.
///
/// An instance is one call in progress; instances are used again.
public final class FloatConvolution implements IntConsumer {
  /// Parts of the batch that have a sum of the weight's gradient each.
  private static final int PARTS = 16;

  /// Elements of a slice of a picture: with its padding it stays in the second-level cache.
  private static final int SLICE = 1 << 15;

  /// Multiplications below which other threads are not asked.
  private static final double PARALLEL = 1e6;

  /// Multiplications up to which plain loops are quicker than vectors that are not compiled yet.
  private static final double SMALL = 8192;

  private static final Pool<FloatConvolution> POOL = new Pool<>(FloatConvolution::new);
  private static final float[] NOTHING = new float[0];

  private boolean backward;
  private boolean plain;
  private ConvolutionShape shape = ConvolutionShape.NONE;
  private float[] x = NOTHING;
  private float[] y = NOTHING;
  private float @Nullable [] bias;
  private float @Nullable [] dx;
  private boolean add;
  private boolean ofWeight;

  /// Whether the weight's gradient takes fewer multiplications all at once.
  private boolean transformed;

  private int slices;
  private int parts;
  private float[] filters = NOTHING;
  private float[] partial = NOTHING;
  private @Nullable Passes passes;

  /// What vectors work with; a class of its own because scalar kernels touch none of it.
  private static final class Passes {
    final PixelPass forward = new PixelPass();
    final List<PixelPass> phases = new ArrayList<>();
    final FilterPass filters = new FilterPass();
    final WinogradGradient fewFilters = new WinogradGradient();
    int count;

    /// Prepares the gradient of `x`, each phase of the strides a pass.
    void prepare(ConvolutionShape shape, float[] weight) {
      int down = shape.vertical().stride();
      int across = shape.horizontal().stride();
      count = 0;
      for (int row = 0; row < Math.min(down, shape.vertical().length()); row++) {
        for (int pixel = 0; pixel < Math.min(across, shape.horizontal().length()); pixel++) {
          if (phases.size() == count) {
            phases.add(new PixelPass());
          }
          phases.get(count++).gradient(shape, weight, row, pixel);
        }
      }
    }
  }

  private FloatConvolution() {}

  /// `y = x ∗ weight + bias`.
  public static void forward(
      ConvolutionShape shape, float[] x, float[] weight, float @Nullable [] bias, float[] y) {
    FloatConvolution call = take(shape, x, y);
    call.backward = false;
    call.bias = bias;
    try {
      if (call.plain) {
        call.arrange(weight);
      } else {
        call.passes().forward.forward(shape, weight, bias);
      }
      call.each(call.forwardTasks());
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
    FloatConvolution call = take(shape, x, dy);
    call.backward = true;
    call.dx = dx;
    call.add = add;
    call.ofWeight = dWeight != null;
    call.parts = Math.min(shape.pictures() * call.slices, PARTS);
    try {
      call.prepareBackward(weight);
      call.each(call.parts);
      if (dWeight != null) {
        call.addParts(dWeight);
      }
    } finally {
      call.release();
    }
  }

  private static FloatConvolution take(ConvolutionShape shape, float[] x, float[] y) {
    FloatConvolution call = POOL.take();
    call.shape = shape;
    call.x = x;
    call.y = y;
    call.plain = Kernels.choice().bits() == 0 || shape.isDepthwise() || call.work() <= SMALL;
    int most = Math.max(shape.pictureSize(), shape.resultSize());
    call.slices = call.plain ? 1 : Math.clamp(most / SLICE, 1, shape.vertical().places());
    return call;
  }

  private Passes passes() {
    Passes own = passes;
    if (own == null) {
      own = new Passes();
      passes = own;
    }
    return own;
  }

  private void release() {
    x = NOTHING;
    y = NOTHING;
    bias = null;
    dx = null;
    POOL.give(this);
  }

  /// Multiplications forward.
  private double work() {
    double results = (double) shape.pictures() * shape.resultSize();
    return results * shape.groupChannels() * shape.taps();
  }

  private int forwardTasks() {
    WinogradPass winograd = plain ? null : passes().forward.winograd();
    parts = winograd == null ? shape.pictures() * slices : winograd.tasks(shape.pictures());
    return parts;
  }

  private void each(int tasks) {
    if (work() < PARALLEL) {
      for (int task = 0; task < tasks; task++) {
        accept(task);
      }
    } else {
      Parallel.forEach(tasks, this);
    }
  }

  private void prepareBackward(float[] weight) {
    if (!plain) {
      if (dx != null) {
        passes().prepare(shape, weight);
      }
      transformed = WinogradGradient.suits(shape);
      if (ofWeight && transformed) {
        passes().fewFilters.start(shape, parts);
      } else if (ofWeight) {
        passes().filters.start(shape, parts);
      }
      return;
    }
    arrange(weight);
    int size = parts * shape.weights();
    if (partial.length < size) {
      partial = new float[size];
    }
    Arrays.fill(partial, 0, size, 0);
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
    if (!plain) {
      if (transformed) {
        passes().fewFilters.addTo(dWeight);
      } else {
        passes().filters.addTo(dWeight);
      }
      return;
    }
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

  /// One task: a slice of a picture forward, or those of a part backward.
  @Override
  public void accept(int task) {
    if (!backward) {
      if (plain) {
        start(task);
        ScalarConvolution.forward(shape, task, x, filters, y);
      } else {
        forward(task);
      }
      return;
    }
    wholeGradients(task);
    int units = shape.pictures() * slices;
    int end = (int) ((task + 1L) * units / parts);
    for (int unit = (int) ((long) task * units / parts); unit < end; unit++) {
      if (plain) {
        plainGradients(unit, task);
      } else {
        gradients(unit, task);
      }
    }
  }

  private void forward(int task) {
    PixelPass pass = passes().forward;
    WinogradPass winograd = pass.winograd();
    if (winograd != null) {
      winograd.run(task, parts, shape.pictures(), x, null, y);
      return;
    }
    BandRoom room = BandRoom.POOL.take();
    pass.run(room, x, task / slices, task % slices, slices, false, y);
    BandRoom.POOL.give(room);
  }

  /// The gradients of a part, where they take fewer multiplications all at once.
  private void wholeGradients(int part) {
    WinogradPass winograd = winogradGradient();
    float[] to = dx;
    if (winograd != null && to != null) {
      winograd.run(part, parts, shape.pictures(), y, add ? to : null, to);
    }
    if (!plain && ofWeight && transformed) {
      passes().fewFilters.run(x, y, part);
    }
  }

  private @Nullable WinogradPass winogradGradient() {
    boolean one = !plain && dx != null && passes().count == 1;
    return one ? passes().phases.getFirst().winograd() : null;
  }

  private void gradients(int unit, int part) {
    Passes own = passes();
    int picture = unit / slices;
    int slice = unit % slices;
    BandRoom room = BandRoom.POOL.take();
    float[] to = winogradGradient() == null ? dx : null;
    for (int phase = 0; to != null && phase < own.count; phase++) {
      own.phases.get(phase).run(room, y, picture, slice, slices, add, to);
    }
    if (ofWeight && !transformed) {
      own.filters.run(room, x, y, picture, slice, slices, part);
    }
    BandRoom.POOL.give(room);
  }

  private void plainGradients(int picture, int part) {
    float[] to = dx;
    if (to != null) {
      if (!add) {
        int at = picture * shape.pictureSize();
        Arrays.fill(to, at, at + shape.pictureSize(), 0);
      }
      ScalarConvolution.inputGradient(shape, picture, y, filters, to);
    }
    if (ofWeight) {
      int at = part * shape.weights();
      ScalarConvolution.filterGradient(shape, picture, x, y, partial, at);
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
