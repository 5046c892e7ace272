package dev.softmax.tensor;

import java.util.Arrays;

/// The keys and values of the positions that attention has read so far, so that a decoder computes
/// those of new positions only. All B sequences grow together, up to a capacity.
///
/// For inference: gradients do not pass. For one thread.
public final class KeyValueCache {
  private final Store keys;
  private final Store values;
  private final int sequences;
  private final int capacity;
  private int position;

  /// Rows `(B, capacity, width)`.
  private record Store(float[] rows, int width) {}

  private KeyValueCache(int sequences, int capacity, int keyWidth, int valueWidth) {
    if (sequences < 1 || capacity < 1 || keyWidth < 1 || valueWidth < 1) {
      throw new IllegalArgumentException(
          "key-value cache: "
              + sequences
              + " sequences, a capacity of "
              + capacity
              + ", keys of "
              + keyWidth
              + " and values of "
              + valueWidth);
    }
    this.keys = new Store(new float[Shape.of(sequences, capacity, keyWidth).size()], keyWidth);
    this.values =
        new Store(new float[Shape.of(sequences, capacity, valueWidth).size()], valueWidth);
    this.sequences = sequences;
    this.capacity = capacity;
  }

  /// An empty cache.
  ///
  /// @param sequences B
  /// @param capacity the most positions: the longest context
  /// @param keyWidth features of a key, G · D
  /// @param valueWidth features of a value, G · E
  /// @throws IllegalArgumentException if one is less than 1, or there are more numbers than an array has
  public static KeyValueCache of(int sequences, int capacity, int keyWidth, int valueWidth) {
    return new KeyValueCache(sequences, capacity, keyWidth, valueWidth);
  }

  /// Number of positions read.
  public int position() {
    return position;
  }

  /// The most positions.
  public int capacity() {
    return capacity;
  }

  /// Number of sequences.
  public int sequences() {
    return sequences;
  }

  /// Appends the next T positions: `key (B, T, G · D)`, `value (B, T, G · E)`, copied.
  ///
  /// @throws IllegalArgumentException if the shapes do not suit, or the capacity is exceeded
  public void append(Tensor key, Tensor value) {
    int time = key.shape().rank() == 3 ? key.shape().length(1) : 0;
    if (!key.shape().equals(Shape.of(sequences, time, keys.width))
        || !value.shape().equals(Shape.of(sequences, time, values.width))) {
      throw new IllegalArgumentException(
          "key-value cache: key "
              + key.shape()
              + " and value "
              + value.shape()
              + ", but rows of "
              + keys.width
              + " and "
              + values.width
              + " in "
              + sequences
              + " sequences");
    }
    checkRoom(time);
    if (key.needsGradient() || value.needsGradient()) {
      throw new IllegalArgumentException("key-value cache: gradients do not pass a cache");
    }
    copy(key, keys, time);
    copy(value, values, time);
    position += time;
  }

  /// Checks that so many more positions have room.
  ///
  /// @throws IllegalArgumentException if they do not
  public void checkRoom(int time) {
    if (time > capacity - position) {
      throw new IllegalArgumentException(
          "key-value cache: "
              + time
              + " more after "
              + position
              + " positions are beyond the context of "
              + capacity);
    }
  }

  private void copy(Tensor from, Store to, int time) {
    int count = time * to.width;
    for (int b = 0; b < sequences; b++) {
      int at = (b * capacity + position) * to.width;
      System.arraycopy(from.data(), b * count, to.rows, at, count);
    }
  }

  /// The keys `(B, S, G · D)`, a view: what is appended later changes it. Of one sequence, S is the
  /// [#position]; of several it is the capacity, and [#mask] leaves out what is not read yet.
  public Tensor keys() {
    return view(keys);
  }

  /// The values `(B, S, G · E)`, as [#keys].
  public Tensor values() {
    return view(values);
  }

  private Tensor view(Store store) {
    int steps = sequences == 1 ? position : capacity;
    return new Tensor(store.rows, Shape.of(sequences, steps, store.width), null, null);
  }

  /// What queries of the last `time` positions may see: the positions up to their own.
  ///
  /// @throws IllegalArgumentException if there are not so many
  public AttentionMask mask(int time) {
    if (time < 0 || time > position) {
      throw new IllegalArgumentException(
          "key-value cache: a mask for " + time + " of " + position + " positions");
    }
    return AttentionMask.causal(position - time);
  }

  /// Forgets the positions from this one on.
  ///
  /// @throws IllegalArgumentException if there are not so many
  public void rewind(int position) {
    if (position < 0 || position > this.position) {
      throw new IllegalArgumentException(
          "key-value cache: back to position " + position + " of " + this.position);
    }
    this.position = position;
    forget(keys);
    forget(values);
  }

  /// Rows that are left out of a product of several sequences must be finite all the same.
  private void forget(Store store) {
    for (int b = 0; b < sequences; b++) {
      int end = (b + 1) * capacity * store.width;
      Arrays.fill(store.rows, (b * capacity + position) * store.width, end, 0);
    }
  }
}
