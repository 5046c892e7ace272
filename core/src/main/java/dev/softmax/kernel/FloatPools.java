package dev.softmax.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;

/// Maximum and mean of windows of pictures with channels last, and their gradients. Padding counts as
/// `-∞` to a maximum and as 0 to a mean. A task is a line of the result; of a gradient it is a picture,
/// where windows may overlap.
///
/// An instance is one call in progress; instances are used again.
public final class FloatPools implements IntConsumer {
  /// Elements below which other threads are not asked.
  private static final int PARALLEL = 1 << 15;

  private static final Pool<FloatPools> POOL = new Pool<>(FloatPools::new);
  private static final float[] NOTHING = new float[0];
  private static final boolean SIMD = Kernels.choice().bits() > 0;
  private static final int[] NONE = new int[0];

  private enum Work {
    MAX,
    MAX_GRADIENT,
    MEAN,
    MEAN_GRADIENT
  }

  private Work work = Work.MAX;
  private ConvolutionAxis down = ConvolutionAxis.NONE;
  private ConvolutionAxis across = ConvolutionAxis.NONE;
  private int channels;
  private float[] x = NOTHING;
  private float[] y = NOTHING;
  private int[] places = NONE;

  private FloatPools() {}

  /// The largest of each window, and in `places`, unless that is empty, the pixel within the picture
  /// where it is: the first of equals, row by row. NaN is larger than all.
  public static void max(
      int pictures,
      ConvolutionAxis down,
      ConvolutionAxis across,
      int channels,
      float[] x,
      float[] y,
      int[] places) {
    FloatPools call = take(Work.MAX, down, across, channels, x, y);
    call.places = places;
    call.run(pictures);
  }

  /// `dx += …` from the places that [#max] wrote.
  public static void addMaxGradient(
      int pictures,
      ConvolutionAxis down,
      ConvolutionAxis across,
      int channels,
      int[] places,
      float[] dy,
      float[] dx) {
    FloatPools call = take(Work.MAX_GRADIENT, down, across, channels, dx, dy);
    call.places = places;
    call.run(pictures);
  }

  /// The mean of each window, padding counted.
  public static void mean(
      int pictures,
      ConvolutionAxis down,
      ConvolutionAxis across,
      int channels,
      float[] x,
      float[] y) {
    take(Work.MEAN, down, across, channels, x, y).run(pictures);
  }

  /// The gradient of [#mean]: `dx += …`.
  public static void addMeanGradient(
      int pictures,
      ConvolutionAxis down,
      ConvolutionAxis across,
      int channels,
      float[] dy,
      float[] dx) {
    take(Work.MEAN_GRADIENT, down, across, channels, dx, dy).run(pictures);
  }

  private static FloatPools take(
      Work work, ConvolutionAxis down, ConvolutionAxis across, int channels, float[] x, float[] y) {
    FloatPools call = POOL.take();
    call.work = work;
    call.down = down;
    call.across = across;
    call.channels = channels;
    call.x = x;
    call.y = y;
    return call;
  }

  private void run(int pictures) {
    try {
      int tasks = work == Work.MAX || work == Work.MEAN ? pictures * down.places() : pictures;
      if ((long) pictures * down.length() * across.length() * channels < PARALLEL) {
        for (int task = 0; task < tasks; task++) {
          accept(task);
        }
      } else {
        Parallel.forEach(tasks, this);
      }
    } finally {
      x = NOTHING;
      y = NOTHING;
      places = NONE;
      POOL.give(this);
    }
  }

  @Override
  public void accept(int task) {
    switch (work) {
      case MAX, MEAN -> line(task / down.places(), task % down.places());
      case MAX_GRADIENT, MEAN_GRADIENT -> {
        for (int i = 0; i < down.places(); i++) {
          line(task, i);
        }
      }
    }
  }

  private void line(int picture, int i) {
    int from = picture * down.length() * across.length() * channels;
    for (int j = 0; j < across.places(); j++) {
      int to = ((picture * down.places() + i) * across.places() + j) * channels;
      switch (work) {
        case MAX -> max(from, to, i, j);
        case MAX_GRADIENT -> {
          for (int c = 0; c < channels; c++) {
            x[from + places[to + c] * channels + c] += y[to + c];
          }
        }
        case MEAN -> mean(from, to, i, j);
        case MEAN_GRADIENT -> addMean(from, to, i, j);
      }
    }
  }

  private void max(int from, int to, int i, int j) {
    Arrays.fill(y, to, to + channels, Float.NEGATIVE_INFINITY);
    boolean placed = places.length > 0;
    boolean first = placed;
    for (int s = 0; s < down.size(); s++) {
      for (int t = 0; t < across.size(); t++) {
        int row = down.element(i, s);
        int column = across.element(j, t);
        if (!down.has(row) || !across.has(column)) {
          continue;
        }
        int pixel = row * across.length() + column;
        int at = from + pixel * channels;
        if (first) {
          Arrays.fill(places, to, to + channels, pixel);
          first = false;
        }
        int done = SIMD ? SimdElements.bound(channels) : 0;
        if (done > 0 && placed) {
          SimdPools.max(x, at, y, places, to, done, pixel);
        } else if (done > 0) {
          SimdPools.max(x, at, y, to, done);
        }
        for (int c = done; c < channels; c++) {
          float value = x[at + c];
          if (value > y[to + c] || Float.isNaN(value)) {
            y[to + c] = value;
            if (placed) {
              places[to + c] = pixel;
            }
          }
        }
      }
    }
  }

  private void mean(int from, int to, int i, int j) {
    Arrays.fill(y, to, to + channels, 0);
    for (int s = 0; s < down.size(); s++) {
      for (int t = 0; t < across.size(); t++) {
        int row = down.element(i, s);
        int column = across.element(j, t);
        if (down.has(row) && across.has(column)) {
          int at = from + (row * across.length() + column) * channels;
          FloatElements.add(x, at, y, to, y, to, channels);
        }
      }
    }
    float count = down.size() * across.size();
    for (int c = 0; c < channels; c++) {
      y[to + c] /= count;
    }
  }

  private void addMean(int from, int to, int i, int j) {
    float factor = 1f / (down.size() * across.size());
    for (int s = 0; s < down.size(); s++) {
      for (int t = 0; t < across.size(); t++) {
        int row = down.element(i, s);
        int column = across.element(j, t);
        if (down.has(row) && across.has(column)) {
          int at = from + (row * across.length() + column) * channels;
          FloatElements.addScaled(factor, y, to, x, at, channels);
        }
      }
    }
  }
}
