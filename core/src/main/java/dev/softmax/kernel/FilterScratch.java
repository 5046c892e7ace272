package dev.softmax.kernel;

/// Memory that a thread works in while it convolves; kept from call to call.
final class FilterScratch {
  private static final Pool<FilterScratch> POOL = new Pool<>(FilterScratch::new);
  private static final float[] NOTHING = new float[0];

  /// Pixels under the filters, with their padding.
  float[] pixels = NOTHING;

  /// Sums of a tile or of all of a task's.
  float[] sums = NOTHING;

  /// Transformed filters.
  float[] filters = NOTHING;

  /// Products of transformed pixels and results.
  private float[] products = NOTHING;

  /// A transform in its middle.
  final float[] part = new float[36 * 16];

  /// Neighbouring tiles whose results there is room for.
  static final int TILES = 14;

  /// Results of tiles of four by four pixels.
  final float[] tiles = new float[16 * TILES * 32];

  int[] lines = new int[0];
  int[] taps = new int[0];

  private FilterScratch() {}

  static FilterScratch take() {
    return POOL.take();
  }

  void give() {
    POOL.give(this);
  }

  float[] pixels(int size) {
    pixels = atLeast(pixels, size);
    return pixels;
  }

  float[] sums(int size) {
    sums = atLeast(sums, size);
    return sums;
  }

  float[] products(int size) {
    products = atLeast(products, size);
    return products;
  }

  float[] filters(int size) {
    filters = atLeast(filters, size);
    return filters;
  }

  int[] lines(int size) {
    if (lines.length < size) {
      lines = new int[size];
    }
    return lines;
  }

  int[] taps(int size) {
    if (taps.length < size) {
      taps = new int[size];
    }
    return taps;
  }

  private static float[] atLeast(float[] old, int size) {
    return old.length < size ? new float[size] : old;
  }
}
