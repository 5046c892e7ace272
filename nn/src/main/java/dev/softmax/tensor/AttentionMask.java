package dev.softmax.tensor;

import dev.softmax.kernel.KeyMask;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Which of the S keys each of the T queries may attend to, in each of B sequences and H heads, and
/// what is added to the scores. A query that may attend to nothing has zeros as its result and a zero
/// gradient.
public final class AttentionMask {
  /// Every query may attend to every key.
  public static final AttentionMask NONE = new AttentionMask(KeyMask.ALL, null, null, Shape.of());

  /// Query `i` may attend to the keys up to `i`.
  public static final AttentionMask CAUSAL = causal(0);

  private final int offset;
  private final int @Nullable [] lengths;
  private final float @Nullable [] bias;
  private final Shape shape;

  private AttentionMask(
      int offset, int @Nullable [] lengths, float @Nullable [] bias, Shape shape) {
    this.offset = offset;
    this.lengths = lengths;
    this.bias = bias;
    this.shape = shape;
  }

  /// Query `i` may attend to the keys up to `i + offset`. Where queries follow `n` earlier ones whose
  /// keys are kept, the offset is `n`.
  public static AttentionMask causal(int offset) {
    return new AttentionMask(offset, null, null, Shape.of());
  }

  /// Queries of a sequence may attend to its first keys only.
  ///
  /// @param keysOfEachSequence how many `(B)`; copied
  public static AttentionMask lengths(int... keysOfEachSequence) {
    return new AttentionMask(KeyMask.ALL, keysOfEachSequence.clone(), null, Shape.of());
  }

  /// Queries may attend where this says so.
  ///
  /// @param allowed row-major; copied
  /// @param shape broadcasts to `(B, H, T, S)`
  /// @throws IllegalArgumentException if there are not as many values as the shape has
  public static AttentionMask allowed(boolean[] allowed, int... shape) {
    float[] bias = new float[allowed.length];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = allowed[i] ? 0 : Float.NEGATIVE_INFINITY;
    }
    return added(bias, Shape.of(shape));
  }

  /// These numbers are added to the scaled scores; `-∞` where a query must not attend.
  ///
  /// @param added row-major; copied
  /// @param shape broadcasts to `(B, H, T, S)`
  /// @throws IllegalArgumentException if there are not as many values as the shape has
  public static AttentionMask bias(float[] added, int... shape) {
    return added(added.clone(), Shape.of(shape));
  }

  private static AttentionMask added(float[] bias, Shape shape) {
    if (bias.length != shape.size() || shape.rank() > 4) {
      throw new IllegalArgumentException(
          "attention: a mask of " + bias.length + " values in a shape " + shape);
    }
    return new AttentionMask(KeyMask.ALL, null, bias, shape);
  }

  /// Queries may attend where this and another mask allow it; what they add is added up.
  ///
  /// @throws IllegalArgumentException if their lengths are of different numbers of sequences, or their
  ///   shapes do not broadcast
  public AttentionMask and(AttentionMask other) {
    int[] fewest = lengths == null ? other.lengths : lengths;
    if (lengths != null && other.lengths != null) {
      if (lengths.length != other.lengths.length) {
        throw new IllegalArgumentException(
            "attention: masks of " + lengths.length + " and " + other.lengths.length + " lengths");
      }
      fewest = lengths.clone();
      for (int i = 0; i < fewest.length; i++) {
        fewest[i] = Math.min(fewest[i], other.lengths[i]);
      }
    }
    float[] sum = bias == null ? other.bias : bias;
    Shape whole = bias == null ? other.shape : shape;
    if (bias != null && other.bias != null) {
      whole = Shape.broadcast("attention: masks", shape, other.shape);
      int[] lengths = whole.lengths();
      int[] mine = strides(shape, lengths.length);
      int[] theirs = strides(other.shape, lengths.length);
      sum = new float[whole.size()];
      for (int i = 0; i < sum.length; i++) {
        sum[i] = bias[place(i, lengths, mine)] + other.bias[place(i, lengths, theirs)];
      }
    }
    return new AttentionMask(Math.min(offset, other.offset), fewest, sum, whole);
  }

  private static int place(int flat, int[] lengths, int[] strides) {
    int place = 0;
    for (int axis = lengths.length - 1, rest = flat; axis >= 0; rest /= lengths[axis], axis--) {
      place += rest % lengths[axis] * strides[axis];
    }
    return place;
  }

  /// Distances between neighbours along the last `rank` axes, 0 where a length is 1 or an axis missing.
  private static int[] strides(Shape shape, int rank) {
    int[] strides = new int[rank];
    int step = 1;
    for (int i = 1; i <= shape.rank(); i++) {
      strides[rank - i] = shape.length(-i) == 1 ? 0 : step;
      step *= shape.length(-i);
    }
    return strides;
  }

  /// This mask for weights of a shape `(B, H, T, S)`, which may have more elements than an array.
  ///
  /// @throws IllegalArgumentException if it does not suit them
  KeyMask of(int... weights) {
    boolean suits = true;
    for (int i = 1; i <= shape.rank(); i++) {
      suits &= shape.length(-i) == 1 || shape.length(-i) == weights[4 - i];
    }
    if (!suits) {
      throw new IllegalArgumentException(
          "attention: weights " + text(weights) + " but a mask " + shape);
    }
    if (lengths != null) {
      suits = lengths.length == weights[0];
      for (int length : lengths) {
        suits &= length >= 0 && length <= weights[3];
      }
    }
    if (!suits) {
      throw new IllegalArgumentException(
          "attention: weights " + text(weights) + " but lengths " + text(lengths));
    }
    int[] strides = strides(shape, 4);
    return new KeyMask(offset, lengths, bias, strides[0], strides[1], strides[2], strides[3]);
  }

  private static String text(int @Nullable [] numbers) {
    return Arrays.toString(numbers).replace('[', '(').replace(']', ')');
  }
}
