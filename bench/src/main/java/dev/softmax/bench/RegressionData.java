package dev.softmax.bench;

import dev.softmax.linear.DenseFeatures;
import dev.softmax.linear.Features;
import dev.softmax.linear.FitData;
import dev.softmax.linear.SparseFeatures;
import dev.softmax.linear.Targets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// A data set that `bench/peers/regression.py` or `bench/peers/sparse_regression.py` writes, and the
/// peers read too.
///
/// @param data rows and classes
/// @param goal what is to be reached where no peer says another
record RegressionData(FitData data, RegressionGoal goal) {
  private static final Set<String> SPARSE = Set.of("news20", "synthetic-sparse");

  /// The folder that the property `softmax.bench.data` names.
  static Path folder() {
    String folder = System.getProperty("softmax.bench.data");
    if (folder == null) {
      throw new IllegalArgumentException("regression: -Dsoftmax.bench.data is not set");
    }
    return Path.of(folder);
  }

  /// The data set of a name such as `letter`.
  static RegressionData of(String name) {
    ByteBuffer in = read(folder().resolve(name + ".bin"));
    return SPARSE.contains(name) ? sparse(in) : dense(in);
  }

  private static RegressionData dense(ByteBuffer in) {
    int rows = in.getInt();
    int columns = in.getInt();
    int classes = in.getInt();
    double c = in.getDouble();
    double goal = in.getDouble();
    double[] values = doubles(in, rows * columns);
    return of(new DenseFeatures(values, rows, columns), ints(in, rows), classes, goal, c);
  }

  private static RegressionData sparse(ByteBuffer in) {
    int rows = in.getInt();
    int columns = in.getInt();
    int classes = in.getInt();
    int entries = in.getInt();
    double goal = in.getDouble();
    double[] values = doubles(in, entries);
    int[] offsets = ints(in, rows + 1);
    SparseFeatures features = new SparseFeatures(offsets, ints(in, entries), values, columns);
    return of(features, ints(in, rows), classes, goal, 1);
  }

  private static RegressionData of(
      Features features, int[] labels, int classes, double goal, double c) {
    return new RegressionData(
        FitData.of(features, new Targets.Classes(labels, classes)),
        new RegressionGoal(RegressionGoal.Measure.OBJECTIVE, goal, c));
  }

  private static double[] doubles(ByteBuffer in, int count) {
    double[] numbers = new double[count];
    in.asDoubleBuffer().get(numbers);
    in.position(in.position() + Double.BYTES * count);
    return numbers;
  }

  private static int[] ints(ByteBuffer in, int count) {
    int[] numbers = new int[count];
    in.asIntBuffer().get(numbers);
    in.position(in.position() + Integer.BYTES * count);
    return numbers;
  }

  private static ByteBuffer read(Path file) {
    try {
      return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
