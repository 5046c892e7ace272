package dev.softmax.image;

import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;

/// Some pictures of a [PictureBatches], ready for a network; its arrays are used again for the next
/// batch.
public final class PictureBatch {
  private final Recipe recipe;
  private final float[] values;
  private final int[] classes;
  private int size;

  PictureBatch(Recipe recipe, int capacity) {
    this.recipe = recipe;
    this.values = new float[Math.multiplyExact(capacity, recipe.length())];
    this.classes = new int[capacity];
  }

  int capacity() {
    return classes.length;
  }

  float[] values() {
    return values;
  }

  void resize(int count) {
    size = count;
  }

  /// Number of pictures `B`.
  public int size() {
    return size;
  }

  /// The pictures as an input `(B, H, W, C)`.
  public Tensor pictures(Tape tape) {
    return tape.tensor(values, size, recipe.crop(), recipe.crop(), recipe.channels());
  }

  /// The classes as targets `(B)`.
  public Indices targets(Tape tape) {
    return tape.indices(classes, size);
  }

  /// The classes; the array may be longer than the batch.
  public int[] classes() {
    return classes;
  }
}
