package dev.softmax.bench;

import dev.softmax.linear.DenseFeatures;
import dev.softmax.linear.Features;
import dev.softmax.linear.FitData;
import dev.softmax.linear.SparseFeatures;
import dev.softmax.linear.Targets;
import java.util.SplittableRandom;

/// A table of random numbers, and what a gradient of softmax regression on it needs.
///
/// @param dense whether every number is there
/// @param rows number of rows `N`
/// @param features number of features `D`
/// @param classes number of classes `K`
/// @param each numbers in a row: `D` if dense
record ScalingShape(boolean dense, int rows, int features, int classes, int each) {
  static ScalingShape dense(int rows, int features, int classes) {
    return new ScalingShape(true, rows, features, classes, features);
  }

  static ScalingShape sparse(int rows, int features, int classes, int each) {
    return new ScalingShape(false, rows, features, classes, each);
  }

  long nonZeros() {
    return (long) rows * each;
  }

  /// Two products with `K` multiply-adds for each number; the softmax between them does not count.
  double flops() {
    return 4.0 * nonZeros() * classes;
  }

  /// What must come from or go to memory where no cache holds it. Dense numbers are read once (a block
  /// stays in cache between its two products); sparse ones by rows and by columns, each with its index.
  /// Logits are written; residuals of sparse rows are written and read again; coefficients are read, and
  /// their gradient is written.
  double bytes() {
    double numbers = nonZeros() * (dense ? Double.BYTES : 2.0 * (Double.BYTES + Integer.BYTES));
    double logits = (dense ? 1.0 : 3.0) * Double.BYTES * rows * classes;
    return numbers + logits + 2.0 * Double.BYTES * features * classes;
  }

  /// Random rows, the same every time; low columns of sparse rows are frequent, as words are.
  FitData data() {
    SplittableRandom random = new SplittableRandom(7);
    int[] labels = random.ints(rows, 0, classes).toArray();
    double[] values = random.doubles(nonZeros(), -1, 1).toArray();
    Features table =
        dense ? new DenseFeatures(values, rows, features) : sparseFeatures(values, random);
    return FitData.of(table, new Targets.Classes(labels, classes));
  }

  /// Steps between columns grow along a row, so that none comes twice.
  private SparseFeatures sparseFeatures(double[] values, SplittableRandom random) {
    int[] offsets = new int[rows + 1];
    int[] indices = new int[values.length];
    for (int i = 0; i < rows; i++) {
      offsets[i + 1] = offsets[i] + each;
      int least = 0;
      for (int e = 0; e < each; e++) {
        double place = (e + random.nextDouble()) / each;
        int column = Math.max(least, (int) (place * place * features));
        column = Math.min(column, features - each + e);
        indices[offsets[i] + e] = column;
        least = column + 1;
      }
    }
    return new SparseFeatures(offsets, indices, values, features);
  }
}
