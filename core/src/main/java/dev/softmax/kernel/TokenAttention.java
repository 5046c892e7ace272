package dev.softmax.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;

/// Keys and values of the tokens that a layer has read, and the attention of one more token to them.
/// H heads of queries share G heads of keys and values, all D wide. Both are kept transposed,
/// `(G, D, S)`: tokens lie side by side, so that vectors are full however narrow a head is.
///
/// An instance is used by one thread at a time, which allocates nothing.
public final class TokenAttention implements IntConsumer {
  private static final boolean SIMD = Kernels.choice().bits() > 0;

  /// Tokens whose scores are taken at once.
  private static final int PAIR = SIMD ? SimdTokens.STRIP : 16;

  /// Sums that are taken at once, and the room that they need.
  private static final int SUMS = SIMD ? SimdTokens.SUMS : 1;

  private static final int ROOM = SUMS + SUMS * PAIR / 2;

  /// Products from which on other threads are asked.
  private static final int PARALLEL = 1 << 18;

  private static final float[] NOTHING = new float[0];

  private final int heads;
  private final int keyHeads;
  private final int width;
  private final int stride;
  private final float[] keys;
  private final float[] values;
  private final float[] weights;
  private final float[] room;
  private int count;
  private float[] query = NOTHING;
  private float[] result = NOTHING;

  /// Attention that has seen no token yet.
  ///
  /// @param width D
  /// @param context the most tokens
  public TokenAttention(int heads, int keyHeads, int width, int context) {
    this.heads = heads;
    this.keyHeads = keyHeads;
    this.width = width;
    // One piece more, so that rows do not all begin in the same lines of the cache.
    this.stride = (context + PAIR - 1) / PAIR * PAIR + PAIR;
    this.keys = new float[Math.multiplyExact(keyHeads * width, stride)];
    this.values = new float[keyHeads * width * stride];
    this.weights = new float[heads * stride];
    this.room = new float[keyHeads * ROOM];
  }

  /// Keeps the key `(G · D)` and the value `(G · D)` of the token at a position.
  public void put(int position, float[] key, int keyFrom, float[] value, int valueFrom) {
    for (int i = 0; i < keyHeads * width; i++) {
      keys[i * stride + position] = key[keyFrom + i];
      values[i * stride + position] = value[valueFrom + i];
    }
  }

  /// The keys of the first tokens, `(count, G · D)`.
  public void copyKeys(int count, float[] to) {
    copy(keys, count, to);
  }

  /// The values of the first tokens, `(count, G · D)`.
  public void copyValues(int count, float[] to) {
    copy(values, count, to);
  }

  private void copy(float[] from, int count, float[] to) {
    int row = keyHeads * width;
    for (int i = 0; i < row; i++) {
      for (int s = 0; s < count; s++) {
        to[s * row + i] = from[i * stride + s];
      }
    }
  }

  /// Forgets all tokens. What is left of them is weighted by 0, which must not meet an infinity.
  public void clear() {
    Arrays.fill(keys, 0);
    Arrays.fill(values, 0);
  }

  /// Attention to the first `count` tokens: queries `(H · D)`, scaled already, → `result (H · D)`.
  public void attend(int count, float[] query, float[] result) {
    this.count = count;
    this.query = query;
    this.result = result;
    if ((long) count * heads * width < PARALLEL) {
      for (int group = 0; group < keyHeads; group++) {
        accept(group);
      }
    } else {
      Parallel.forEach(keyHeads, this);
    }
  }

  /// One task: the heads that share a head of keys and values.
  @Override
  public void accept(int group) {
    int together = heads / keyHeads;
    int first = group * together;
    if (SIMD) {
      scores(group, first, together);
    } else {
      plainScores(group, first, together);
    }
    int end = (count + PAIR - 1) / PAIR * PAIR;
    for (int head = first; head < first + together; head++) {
      int row = head * stride;
      FloatRows.softmax(weights, row, weights, row, 1, count, 1);
      Arrays.fill(weights, row + count, row + end, 0);
      if (SIMD) {
        sums(group, head, end);
      } else {
        plainSums(group, head);
      }
    }
  }

  private void scores(int group, int first, int together) {
    for (int head = first; head < first + together; head += 4) {
      int rows = Math.min(4, first + together - head);
      int q = head * width;
      int wide = 4 * PAIR;
      int j = 0;
      for (; rows == 1 && j + wide <= stride && j + 2 * PAIR < count; j += wide) {
        int k = group * width * stride + j;
        int to = head * stride + j;
        SimdFloatThin.one(query, q, 1, keys, k, stride, width, weights, to, false);
      }
      for (; j < count; j += PAIR) {
        int k = group * width * stride + j;
        int to = head * stride + j;
        SimdFloatThin.four(
            query, q, width, 1, rows, keys, k, stride, width, weights, to, stride, false);
      }
    }
  }

  private void plainScores(int group, int first, int together) {
    for (int head = first; head < first + together; head++) {
      int to = head * stride;
      Arrays.fill(weights, to, to + count, 0);
      for (int d = 0; d < width; d++) {
        float factor = query[head * width + d];
        int k = (group * width + d) * stride;
        for (int s = 0; s < count; s++) {
          weights[to + s] += factor * keys[k + s];
        }
      }
    }
  }

  private void sums(int group, int head, int end) {
    int at = group * ROOM;
    for (int d = 0; d < width; d += SUMS) {
      int here = Math.min(SUMS, width - d);
      int v = (group * width + d) * stride;
      SimdTokens.dots(weights, head * stride, values, v, stride, here, end, room, at);
      System.arraycopy(room, at, result, head * width + d, here);
    }
  }

  private void plainSums(int group, int head) {
    for (int d = 0; d < width; d++) {
      int v = (group * width + d) * stride;
      double sum = 0;
      for (int s = 0; s < count; s++) {
        sum += weights[head * stride + s] * values[v + s];
      }
      result[head * width + d] = (float) sum;
    }
  }
}
