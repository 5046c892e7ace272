package dev.softmax.tensor;

import java.util.Arrays;

/// Sum or mean of a table's rows for each bag. Its gradient touches the rows that were looked up and no
/// others, and says which.
record BagLookup(Tensor table, Indices tokens, int[] offsets, Bag kind) implements Op {

  static Tensor apply(Tensor table, Indices tokens, int[] offsets, Bag kind) {
    BagLookup op = new BagLookup(table, tokens, offsets, kind);
    op.check();
    int width = table.shape().length(1);
    Tensor y =
        Tensor.result(
            Shape.of(offsets.length - 1, width),
            Tape.common(table.tape(), tokens.tape()),
            table.needsGradient());
    float[] to = y.data();
    float[] rows = table.data();
    Arrays.fill(to, 0, y.shape().size(), 0);
    for (int bag = 0; bag + 1 < offsets.length; bag++) {
      float weight = op.weight(bag);
      for (int t = offsets[bag]; t < offsets[bag + 1]; t++) {
        int from = tokens.data()[t] * width;
        for (int i = 0; i < width; i++) {
          to[bag * width + i] += weight * rows[from + i];
        }
      }
    }
    return y.by(op);
  }

  private float weight(int bag) {
    return kind == Bag.SUM ? 1 : 1f / (offsets[bag + 1] - offsets[bag]);
  }

  private void check() {
    if (table.shape().rank() != 2 || tokens.shape().rank() != 1) {
      throw new IllegalArgumentException(
          "bags: table " + table.shape() + " and tokens " + tokens.shape());
    }
    int last = 0;
    for (int offset : offsets) {
      if (offset < last || offset > tokens.shape().size()) {
        throw new IllegalArgumentException(
            "bags: offset " + offset + " after " + last + " of " + tokens.shape() + " tokens");
      }
      last = offset;
    }
    int size = table.shape().length(0);
    for (int t = 0; t < last; t++) {
      int token = tokens.data()[t];
      if (token < 0 || token >= size) {
        throw new IllegalArgumentException(
            "bags: token " + token + " at " + t + ", but a table " + table.shape());
      }
    }
  }

  @Override
  public void backward(Tensor result) {
    Gradient sum = table.gradientSum();
    int width = table.shape().length(1);
    RowSet touched = sum.addedInRows(width);
    float[] dy = result.gradientSum().array();
    float[] dx = sum.array();
    for (int bag = 0; bag + 1 < offsets.length; bag++) {
      float weight = weight(bag);
      for (int t = offsets[bag]; t < offsets[bag + 1]; t++) {
        int row = tokens.data()[t];
        if (touched != null) {
          touched.add(row);
        }
        for (int i = 0; i < width; i++) {
          dx[row * width + i] += weight * dy[bag * width + i];
        }
      }
    }
  }
}
