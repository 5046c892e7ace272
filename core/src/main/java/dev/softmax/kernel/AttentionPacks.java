package dev.softmax.kernel;

import java.util.Arrays;

/// Copies of queries, keys and values in the layouts that [AttentionTiles] multiplies.
final class AttentionPacks {
  private static final int WIDTH = AttentionTiles.WIDTH;
  private static final boolean SIMD = Kernels.choice().bits() > 0;

  private AttentionPacks() {}

  /// Rows `x[at + i stride ..]` of `depth` numbers, times `scale`, to rows of a left factor: chunks of
  /// [AttentionTiles#MOST] columns, `chunkStep` apart.
  static void rows(
      float[] x, int at, int stride, int count, int depth, float scale, float[] y, int chunkStep) {
    for (int i = 0; i < count; i++) {
      for (int from = 0; from < depth; from += AttentionTiles.MOST) {
        int to = from / AttentionTiles.MOST * chunkStep + i * AttentionTiles.LINE;
        int source = at + i * stride + from;
        int n = Math.min(AttentionTiles.MOST, depth - from);
        AttentionRows.scaled(x, source, y, to, n, scale);
      }
    }
  }

  /// `count` rows of `columns` numbers to strips `[count][WIDTH]`, the last one filled up with zeros.
  static void strips(
      float[] x, int at, int stride, int count, int columns, float[] y, int stripStep) {
    for (int strip = 0; strip < AttentionTiles.strips(columns); strip++) {
      int from = at + strip * WIDTH;
      int to = strip * stripStep;
      int n = Math.min(WIDTH, columns - strip * WIDTH);
      if (SIMD && n == WIDTH) {
        SimdFloatTiles.pack(x, from, stride, count, y, to);
        continue;
      }
      for (int i = 0; i < count; i++) {
        System.arraycopy(x, from + i * stride, y, to + i * WIDTH, n);
        Arrays.fill(y, to + i * WIDTH + n, to + (i + 1) * WIDTH, 0);
      }
    }
  }

  /// `count` rows of `depth` numbers as columns of strips `[depth][WIDTH]`. What is past the last
  /// column is anything.
  static void columns(float[] x, int at, int stride, int count, int depth, float[] y) {
    int block = SimdFloatBlocks.ROWS;
    int done = SIMD && SimdFloatBlocks.FAST ? depth / block * block : 0;
    for (int strip = 0; strip < AttentionTiles.strips(count); strip++) {
      int first = strip * WIDTH;
      int n = Math.min(WIDTH, count - first);
      int to = strip * WIDTH * depth;
      for (int i = 0; i < n && done > 0; i += block) {
        int from = at + (first + i) * stride;
        SimdFloatBlocks.transpose(x, from, stride, n - i, done, y, to + i, WIDTH);
      }
      for (int i = 0; i < n && done < depth; i++) {
        int from = at + (first + i) * stride;
        for (int p = done; p < depth; p++) {
          y[to + p * WIDTH + i] = x[from + p];
        }
      }
    }
  }
}
