package dev.softmax.bench;

import dev.softmax.Progress;
import dev.softmax.linear.FitData;
import dev.softmax.linear.FitReport;
import dev.softmax.linear.Options;
import dev.softmax.linear.SoftmaxRegression;
import dev.softmax.linear.SparseFeatures;
import dev.softmax.linear.Targets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// [RegressionWork] on sparse rows: a file that `bench/peers/sparse_regression.py` writes, and the
/// peers read too.
final class SparseRegressionWork implements Workload {
  /// What follows `regression/` in the names of these rows.
  static final Set<String> ROWS = Set.of("news20", "synthetic-sparse");

  /// Found once a data set: inputs are made anew at every turn.
  private static final Map<String, Double> TOLERANCES = new ConcurrentHashMap<>();

  private final FitData data;
  private final Options options;
  private double objective;

  /// The data set of a name, in the folder that the property `softmax.bench.data` names.
  SparseRegressionWork(String name) {
    String folder = System.getProperty("softmax.bench.data");
    if (folder == null) {
      throw new IllegalArgumentException(
          "regression/" + name + ": -Dsoftmax.bench.data is not set");
    }
    ByteBuffer in = read(Path.of(folder, name + ".bin"));
    int rows = in.getInt();
    int columns = in.getInt();
    int classes = in.getInt();
    int entries = in.getInt();
    double goal = in.getDouble();
    double[] values = new double[entries];
    in.asDoubleBuffer().get(values);
    in.position(in.position() + Double.BYTES * entries);
    int[] offsets = ints(in, rows + 1);
    int[] indices = ints(in, entries);
    int[] labels = ints(in, rows);
    data =
        FitData.of(
            new SparseFeatures(offsets, indices, values, columns),
            new Targets.Classes(labels, classes));
    options =
        Options.defaults()
            .withTolerance(TOLERANCES.computeIfAbsent(name, any -> loosest(data, goal)));
  }

  @Override
  public void run() {
    objective = objective(data, options);
  }

  @Override
  public double checksum() {
    return objective;
  }

  /// The largest tolerance `10^(-k/2)` that reaches the goal: the peers' rule.
  private static double loosest(FitData data, double goal) {
    for (int k = 4; k < 19; k++) {
      double tolerance = Math.pow(10, -k / 2.0);
      if (objective(data, Options.defaults().withTolerance(tolerance)) <= goal) {
        return tolerance;
      }
    }
    throw new IllegalStateException("regression: no tolerance reaches the objective " + goal);
  }

  private static double objective(FitData data, Options options) {
    return SoftmaxRegression.fit(data, options, Progress.NONE)
        .report()
        .map(FitReport::objective)
        .orElseThrow();
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
