package dev.softmax.bench;

import dev.softmax.Progress;
import dev.softmax.linear.DenseData;
import dev.softmax.linear.FitReport;
import dev.softmax.linear.Options;
import dev.softmax.linear.SoftmaxRegression;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Softmax regression by the solver that is chosen for the data, at the loosest tolerance that reaches
/// the objective asked for. What it fits is a file that `bench/peers/regression.py`
/// writes and the peers read too.
final class RegressionWork implements Workload {
  /// Found once a data set: inputs are made anew at every turn.
  private static final Map<String, Double> TOLERANCES = new ConcurrentHashMap<>();

  private final DenseData data;
  private final Options options;
  private double objective;

  /// The data set of a name such as `letter`, in the folder that the property
  /// `softmax.bench.data` names.
  RegressionWork(String name) {
    String folder = System.getProperty("softmax.bench.data");
    if (folder == null) {
      throw new IllegalArgumentException(
          "regression/" + name + ": -Dsoftmax.bench.data is not set");
    }
    ByteBuffer in = read(Path.of(folder, name + ".bin"));
    int rows = in.getInt();
    int columns = in.getInt();
    int classes = in.getInt();
    double c = in.getDouble();
    double goal = in.getDouble();
    double[] features = new double[rows * columns];
    in.asDoubleBuffer().get(features);
    in.position(in.position() + Double.BYTES * features.length);
    int[] labels = new int[rows];
    in.asIntBuffer().get(labels);
    data = new DenseData(features, labels, columns, classes);
    Options plain = Options.defaults().withC(c);
    options =
        plain.withTolerance(TOLERANCES.computeIfAbsent(name, any -> loosest(data, plain, goal)));
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
  private static double loosest(DenseData data, Options options, double goal) {
    for (int k = 4; k < 19; k++) {
      double tolerance = Math.pow(10, -k / 2.0);
      if (objective(data, options.withTolerance(tolerance)) <= goal) {
        return tolerance;
      }
    }
    throw new IllegalStateException("regression: no tolerance reaches the objective " + goal);
  }

  private static double objective(DenseData data, Options options) {
    return SoftmaxRegression.fit(data, options, Progress.NONE)
        .report()
        .map(FitReport::objective)
        .orElseThrow();
  }

  private static ByteBuffer read(Path file) {
    try {
      return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
