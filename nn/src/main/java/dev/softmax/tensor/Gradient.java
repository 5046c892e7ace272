package dev.softmax.tensor;

import dev.softmax.kernel.FloatElements;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The derivative of a loss by one tensor, while it is added up. Clearing it costs nothing: what was
/// there is overwritten by the first that comes, or zeroed only when something must be added to it.
final class Gradient {
  /// What the array holds.
  private enum State {
    /// Zeros.
    ZERO,
    /// Old values that mean zero.
    STALE,
    /// The gradient.
    FILLED,
    /// The gradient: zeros but in the rows of the set.
    ROWS
  }

  private final int size;
  private final @Nullable Tape tape;
  private float @Nullable [] values;

  /// An array of an operation that holds the gradient instead, which is read and never written to: the
  /// operation may need it for another backward pass.
  private float @Nullable [] given;

  private State state = State.STALE;
  private @Nullable RowSet rows;

  /// @param tape lends the array; none: it is the gradient's own
  Gradient(int size, @Nullable Tape tape) {
    this.size = size;
    this.tape = tape;
  }

  private float[] values() {
    float[] array = values;
    if (array == null) {
      array = tape == null ? new float[size] : tape.borrow(size);
      values = array;
      if (given == null) {
        state = tape == null ? State.ZERO : State.STALE;
      }
    }
    if (given != null) {
      System.arraycopy(given, 0, array, 0, size);
      given = null;
    }
    return array;
  }

  /// Whether anything has been added.
  boolean isPresent() {
    return state == State.FILLED || state == State.ROWS;
  }

  /// Whether nothing has been added yet: then the caller may overwrite all of [#filled] instead of
  /// adding to it.
  boolean isEmpty() {
    return !isPresent();
  }

  /// The array to overwrite with the first contribution.
  float[] filled() {
    float[] array = values();
    state = State.FILLED;
    return array;
  }

  /// The array to add a contribution to.
  float[] added() {
    float[] array = values();
    if (state == State.STALE) {
      FloatElements.fill(0, array, 0, size);
    }
    state = State.FILLED;
    return array;
  }

  /// The array to add to in some rows of `length` only; the caller names them in the set. None when the
  /// gradient is dense already: then rows need no naming.
  @Nullable RowSet addedInRows(int length) {
    float[] array = values();
    if (state == State.FILLED) {
      return null;
    }
    if (state == State.STALE) {
      Arrays.fill(array, 0, size, 0);
    }
    RowSet set = rows;
    if (set == null) {
      set = new RowSet(size / length);
      rows = set;
    }
    state = State.ROWS;
    return set;
  }

  /// The array as it is, for reading, or for adding after [#addedInRows].
  float[] array() {
    return given != null ? given : values();
  }

  /// The array as it is, for the last one who reads it and may overwrite it.
  float[] consumed() {
    return values();
  }

  /// The only rows that are not zero, if that is known.
  @Nullable RowSet rows() {
    return state == State.ROWS ? rows : null;
  }

  /// Adds `factor · x`, in the order of the tensor.
  void add(float[] x, float factor) {
    if (isEmpty()) {
      FloatElements.scale(factor, x, 0, filled(), 0, size);
    } else {
      FloatElements.addScaled(factor, x, 0, added(), 0, size);
    }
  }

  /// Adds `factor · x`, an array of the same tape that nobody writes to until its reset: the first that
  /// comes need not be copied.
  void addGiven(float[] x, float factor) {
    if (isEmpty() && tape != null && factor == 1) {
      given = x;
      state = State.FILLED;
    } else {
      add(x, factor);
    }
  }

  void clear() {
    if (state == State.ROWS && rows != null && values != null) {
      int length = size / rows.rows().length;
      for (int i = 0; i < rows.count(); i++) {
        int from = rows.rows()[i] * length;
        Arrays.fill(values, from, from + length, 0);
      }
      rows.clear();
      state = State.ZERO;
    } else if (state == State.FILLED) {
      given = null;
      state = State.STALE;
    }
  }
}
