package dev.softmax.kernel;

import java.util.function.IntConsumer;

/// A second factor `b (K, N)` packed once for many products with few rows, as those of a recurrent layer
/// are: strips `[K][width]` of columns, the last one filled up. Rows of the first factor are read as they
/// lie. Each element of a product is summed over K in its order, so that the bits do not depend on how
/// many rows a product has.
///
/// For one packing at a time; products may run on several threads.
public final class FloatStrips implements IntConsumer {
  private static final boolean SIMD = Kernels.choice().bits() > 0;

  /// Columns of a strip.
  private static final int WIDTH = SIMD ? 2 * SimdPackedTiles.WIDTH : 32;

  /// Whether there are registers for the large tile: 32 come with vectors of 512 bits.
  private static final boolean TALL = SIMD && SimdPackedTiles.EIGHT;

  /// Elements from which on packing is cut into tasks.
  private static final int PARALLEL = 1 << 16;

  private static final float[] NOTHING = {};

  private float[] strips = NOTHING;
  private int depth;
  private int columns;
  private float[] source = NOTHING;
  private int rowStride;
  private int columnStride;

  /// Packs nothing yet.
  public FloatStrips() {}

  /// Packs `b (K, N)`, element `(k, n)` at `k · rowStride + n · columnStride`.
  public void pack(float[] b, int k, int n, int rowStride, int columnStride) {
    depth = k;
    columns = n;
    int size = Math.multiplyExact(k, padded());
    if (strips.length < size) {
      strips = new float[size];
    }
    source = b;
    this.rowStride = rowStride;
    this.columnStride = columnStride;
    int count = padded() / WIDTH;
    if (size < PARALLEL) {
      for (int strip = 0; strip < count; strip++) {
        accept(strip);
      }
    } else {
      Parallel.forEach(count, this);
    }
    source = NOTHING;
  }

  /// N rounded up to whole strips: the least distance between the rows of a product.
  public int padded() {
    return padded(columns);
  }

  /// A number of columns rounded up to whole strips.
  public static int padded(int columns) {
    return (columns + WIDTH - 1) / WIDTH * WIDTH;
  }

  /// Packs one strip.
  @Override
  public void accept(int strip) {
    int first = strip * WIDTH;
    int count = Math.min(WIDTH, columns - first);
    int to = first * depth;
    int done = 0;
    if (SIMD && SimdFloatBlocks.FAST && rowStride == 1) {
      int block = SimdFloatBlocks.ROWS;
      done = depth / block * block;
      for (int i = 0; i < count && done > 0; i += block) {
        int at = (first + i) * columnStride;
        SimdFloatBlocks.transpose(
            source, at, columnStride, Math.min(block, count - i), done, strips, to + i, WIDTH);
      }
    }
    for (int k = done; k < depth; k++) {
      int at = k * rowStride + first * columnStride;
      for (int i = 0; i < count; i++) {
        strips[to + k * WIDTH + i] = source[at + i * columnStride];
      }
    }
    for (int k = 0; k < depth; k++) {
      for (int i = count; i < WIDTH; i++) {
        strips[to + k * WIDTH + i] = 0;
      }
    }
  }

  /// `c (rows, N) = a (rows, K) · b + bias`, or `c += a · b + bias` where `add`. Rows of `c` are at least
  /// [#padded] apart, and what is past N in them is of no use.
  ///
  /// @param bias as long as [#padded]
  public void multiply(
      int rows,
      float[] a,
      int aAt,
      int lda,
      float[] bias,
      boolean add,
      float[] c,
      int cAt,
      int ldc) {
    assert cAt + (rows - 1) * ldc + padded() <= c.length && padded() <= bias.length;
    if (!SIMD) {
      for (int i = 0; i < rows; i++) {
        plain(a, aAt + i * lda, bias, add, c, cAt + i * ldc);
      }
    } else if (rows == 1) {
      row(a, aAt, bias, add, c, cAt);
    } else {
      for (int first = 0; first < padded(); first += WIDTH) {
        strip(rows, a, aAt, lda, bias, add, c, cAt, ldc, first);
      }
    }
  }

  /// All rows by the strip of the columns from `first` on.
  private void strip(
      int rows,
      float[] a,
      int aAt,
      int lda,
      float[] bias,
      boolean add,
      float[] c,
      int cAt,
      int ldc,
      int first) {
    int b = first * depth;
    for (int i = 0; i < rows; ) {
      int x = aAt + i * lda;
      int y = cAt + i * ldc + first;
      if (TALL && rows - i > 4) {
        int here = Math.min(8, rows - i);
        SimdPackedTiles.eight(
            a, x, lda, here, strips, b, depth, c, y, ldc, bias, first, add, false);
        i += here;
      } else {
        int here = Math.min(4, rows - i);
        SimdPackedTiles.four(a, x, lda, here, strips, b, depth, c, y, ldc, bias, first, add, false);
        i += here;
      }
    }
  }

  private void row(float[] a, int aAt, float[] bias, boolean add, float[] c, int cAt) {
    int first = 0;
    for (; first + 4 * WIDTH <= padded(); first += 4 * WIDTH) {
      SimdStripTiles.four(
          a, aAt, strips, first * depth, WIDTH * depth, depth, bias, first, add, c, cAt + first);
    }
    for (; first < padded(); first += WIDTH) {
      SimdStripTiles.one(a, aAt, strips, first * depth, depth, bias, first, add, c, cAt + first);
    }
  }

  private void plain(float[] a, int aAt, float[] bias, boolean add, float[] c, int cAt) {
    for (int first = 0; first < padded(); first += WIDTH) {
      int to = cAt + first;
      for (int i = 0; i < WIDTH; i++) {
        c[to + i] = add ? c[to + i] + bias[first + i] : bias[first + i];
      }
      for (int k = 0; k < depth; k++) {
        float x = a[aAt + k];
        int b = first * depth + k * WIDTH;
        for (int i = 0; i < WIDTH; i++) {
          c[to + i] += x * strips[b + i];
        }
      }
    }
  }
}
