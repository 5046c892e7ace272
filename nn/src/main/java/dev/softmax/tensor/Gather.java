package dev.softmax.tensor;

import dev.softmax.kernel.FloatBags;
import java.util.Arrays;

/// Rows of a table by their numbers. Its gradient touches the rows that were looked up and no others,
/// and says which; the padding row gets none.
record Gather(Tensor table, Indices indices, int padding) implements Op {

  private static final float[] NONE = {};
  private static final int[] NO_PLACES = {};

  static Tensor apply(Tensor table, Indices indices, int padding) {
    TableRows.check("gather", table, indices);
    int width = table.shape().length(1);
    Tensor y = Result.of(indices.shape().followedBy(width), indices.tape(), table);
    float[] rows = table.data();
    FloatBags.gather(rows, width, indices.data(), 0, indices.shape().size(), y.data());
    return y.by(new Gather(table, indices, padding));
  }

  @Override
  public void backward(Tensor result) {
    Gradient sum = table.gradientSum();
    int width = table.shape().length(1);
    RowSet touched = sum.addedInRows(width);
    float[] dy = result.gradientSum().array();
    float[] dx = sum.array();
    int count = indices.shape().size();
    int[] rows = indices.data();
    for (int i = 0; i < count && touched != null; i++) {
      if (rows[i] != padding) {
        touched.add(rows[i]);
      }
    }
    boolean padded = padding >= 0 && padding < table.shape().length(0);
    // The kernel knows no padding: what it adds there is taken back.
    float[] kept = padded ? Arrays.copyOfRange(dx, padding * width, (padding + 1) * width) : NONE;
    FloatBags.addGatherGradient(dy, width, rows, 0, count, NO_PLACES, dx);
    System.arraycopy(kept, 0, dx, padded ? padding * width : 0, kept.length);
  }
}
