package dev.softmax.onnx;

import dev.softmax.image.PictureScorer;
import dev.softmax.image.PreparedPictures;
import dev.softmax.io.InputException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/// Logits of pictures from an ONNX model. Where the model gives probabilities `p`, they are `log p`,
/// whose softmax is `p` again; a `p` that has become 0 counts as the smallest `float`, so that no
/// logit is infinite.
///
/// A model for a fixed number of pictures is run for so many at a time, blank ones after the last; one
/// for any number for all that are given.
final class OnnxScorer implements PictureScorer {
  /// Pictures that a model of any number is tried with.
  private static final int TRIED = 2;

  /// Values of one run of made-up pictures at most: a gigabyte.
  private static final long MAX_TRIED = 1 << 28;

  /// A prime, so that rows and pictures begin with different values.
  private static final int PERIOD = 251;

  /// How far from 1 the sum of probabilities may be.
  private static final double SUM_TOLERANCE = 1e-3;

  private final OnnxModel model;
  private final int batch;
  private final int classes;
  private final boolean probabilities;

  private OnnxScorer(OnnxModel model, int batch, int classes, boolean probabilities) {
    this.model = model;
    this.batch = batch;
    this.classes = classes;
    this.probabilities = probabilities;
  }

  /// Runs the model on made-up pictures to learn what it gives: the number of classes, and whether
  /// they are probabilities, which are rows of no negative number that sum to 1. A model that is said to
  /// take any number of pictures and fails with two is given one at a time.
  ///
  /// @param height of pictures, for a model that takes any
  /// @param width of pictures
  /// @throws InputException if it gives fewer than two numbers a picture, or cannot be run
  static OnnxScorer of(OnnxModel model, int height, int width) {
    int batch = model.input().batch();
    if (batch > 0) {
      return tried(model, batch, batch, height, width);
    }
    try {
      return tried(model, 0, TRIED, height, width);
    } catch (InputException failed) {
      try {
        return tried(model, 1, 1, height, width);
      } catch (InputException alone) {
        alone.addSuppressed(failed);
        throw alone;
      }
    }
  }

  private static OnnxScorer tried(OnnxModel model, int batch, int count, int height, int width) {
    PictureInput input = model.input();
    long size = (long) height * width * input.channels() * count;
    if (size > MAX_TRIED) {
      throw new InputException(
          "%s: takes %d pictures %s at once, which is too much"
              .formatted(model.file(), count, input));
    }
    float[] values = new float[(int) size];
    for (int i = 0; i < values.length; i++) {
      // Different in each picture and channel, and not blank: a blank one may give all zeros.
      values[i] = i % PERIOD / (input.bytes() ? 1f : PERIOD);
    }
    PreparedPictures pictures =
        new PreparedPictures(values, count, height, width, input.channels());
    float[] rows = new OnnxScorer(model, count, 1, false).run(pictures, 0, count);
    int classes = rows.length / count;
    if (classes < 2) {
      throw new InputException(
          "%s: gives %d numbers a picture, not those of two classes or more"
              .formatted(model.file(), classes));
    }
    return new OnnxScorer(model, batch, classes, areProbabilities(rows, classes));
  }

  private static boolean areProbabilities(float[] rows, int classes) {
    for (int from = 0; from < rows.length; from += classes) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        if (!(rows[from + k] >= 0)) {
          return false;
        }
        sum += rows[from + k];
      }
      if (Math.abs(sum - 1) > SUM_TOLERANCE) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public int channels() {
    return model.input().channels();
  }

  /// 0: an ONNX file does not say which of its values are features.
  @Override
  public int featureWidth() {
    return 0;
  }

  /// Whether the model itself gives probabilities.
  boolean givesProbabilities() {
    return probabilities;
  }

  @Override
  public float[] logits(PreparedPictures pictures) {
    if (!model.input().suits(pictures.height(), pictures.width(), pictures.channels())) {
      throw new IllegalArgumentException(
          "%s: pictures (%d, %d, %d) but its input is %s"
              .formatted(
                  model.file(),
                  pictures.height(),
                  pictures.width(),
                  pictures.channels(),
                  model.input()));
    }
    int count = pictures.count();
    float[] logits = new float[Math.multiplyExact(count, classes)];
    int step = batch == 0 ? Math.max(1, count) : batch;
    for (int from = 0; from < count; from += step) {
      int some = Math.min(step, count - from);
      float[] rows = run(pictures, from, step);
      if (rows.length != step * classes) {
        throw new InputException(
            "%s: gave %d numbers for %d pictures of %d classes"
                .formatted(model.file(), rows.length, step, classes));
      }
      System.arraycopy(rows, 0, logits, from * classes, some * classes);
    }
    if (probabilities) {
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) Math.log(Math.max(logits[i], Float.MIN_VALUE));
      }
    }
    return logits;
  }

  /// One run, of `size` pictures from the one at `from` on; those that are not there are blank.
  private float[] run(PreparedPictures pictures, int from, int size) {
    PictureInput input = model.input();
    int there = Math.min(size, pictures.count() - from);
    int length = pictures.height() * pictures.width() * pictures.channels();
    long bytes = (long) size * length * (input.bytes() ? 1 : Float.BYTES);
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "pictures: %d of (%d, %d, %d) are too many at once"
              .formatted(size, pictures.height(), pictures.width(), pictures.channels()));
    }
    try (Arena arena = Arena.ofConfined()) {
      ByteBuffer buffer =
          arena.allocate(bytes, Float.BYTES).asByteBuffer().order(ByteOrder.nativeOrder());
      float[] row = input.channelsLast() ? pictures.values() : new float[there * length];
      int at = input.channelsLast() ? from * length : 0;
      if (!input.channelsLast()) {
        channelsFirst(pictures, from, row);
      }
      if (input.bytes()) {
        for (int i = 0; i < there * length; i++) {
          buffer.put(i, (byte) Math.clamp(Math.round(row[at + i]), 0, 255));
        }
      } else {
        FloatBuffer floats = buffer.asFloatBuffer();
        floats.put(row, at, there * length);
      }
      return model.run(buffer, input.shape(size, pictures));
    }
  }

  /// `(B, H, W, C)` → `(B, C, H, W)`.
  private static void channelsFirst(PreparedPictures pictures, int from, float[] to) {
    int area = pictures.height() * pictures.width();
    int channels = pictures.channels();
    float[] values = pictures.values();
    for (int picture = 0; picture < to.length; picture += area * channels) {
      int start = from * area * channels + picture;
      for (int c = 0; c < channels; c++) {
        int plane = picture + c * area;
        for (int i = 0; i < area; i++) {
          to[plane + i] = values[start + i * channels + c];
        }
      }
    }
  }

  /// @throws UnsupportedOperationException always: see [#featureWidth]
  @Override
  public float[] features(PreparedPictures pictures) {
    throw new UnsupportedOperationException(
        model.file() + ": an ONNX model gives no features, only what it says of classes");
  }

  @Override
  public String toString() {
    return model.file() + " " + Arrays.asList(model.input(), classes);
  }
}
