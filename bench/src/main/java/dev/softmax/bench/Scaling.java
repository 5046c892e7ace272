package dev.softmax.bench;

import dev.softmax.Compute;
import dev.softmax.Progress;
import dev.softmax.linear.FitData;
import dev.softmax.linear.GradientDescent;
import dev.softmax.linear.Options;
import dev.softmax.linear.SoftmaxRegression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// `bench/run scaling`: time of a gradient of softmax regression against rows, features, classes,
/// non-zeros and threads, beside what memory and arithmetic allow. Writes `scaling.csv` and
/// `scaling-*.svg`.
///
/// A gradient is a step of [GradientDescent], which evaluates the objective and its gradient once; the
/// time is that between two reports of progress.
public final class Scaling {
  private static final String HEAD =
      "kind,against,rows,features,classes,nonzeros,threads,milliseconds,gflops,limit,share,"
          + "arithmetic_gflops,memory_gb_per_s";

  /// What the number of gradients is chosen by; not a measurement.
  private static final double EXPECTED_FLOPS = 2e10;

  private static final int FEWEST = 7;
  private static final int MOST = 300;

  private final double secondsEach;
  private final int shrink;
  private final List<MachineLimits> limits;
  private final List<ScalingPoint> points = new ArrayList<>();

  private Scaling(double secondsEach, int shrink) {
    this.secondsEach = secondsEach;
    this.shrink = shrink;
    int cores = Runtime.getRuntime().availableProcessors();
    limits = IntStream.rangeClosed(1, cores).mapToObj(MachineLimits::measure).toList();
  }

  /// Measures, and writes table and figures.
  ///
  /// @param args `--out DIR` (docs/benchmarks), `--quick` for small tables, `--png` for pictures too
  /// @throws IOException if the files cannot be written
  public static void main(String[] args) throws IOException {
    Path folder = Path.of("docs", "benchmarks");
    boolean quick = false;
    boolean png = false;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--quick" -> quick = true;
        case "--png" -> png = true;
        case "--out" -> folder = Path.of(i + 1 < args.length ? args[++i] : "");
        default -> {
          System.err.println("bench/run scaling: knows --out DIR, --quick, --png; not " + args[i]);
          System.exit(2);
        }
      }
    }
    Scaling scaling = new Scaling(quick ? 0.1 : 0.6, quick ? 8 : 1);
    scaling.run();
    scaling.write(folder, png);
  }

  private void run() {
    // Compiles both loops before anything counts.
    ScalingShape dense = ScalingShape.dense(40_000 / shrink, 256, 10);
    ScalingShape sparse = ScalingShape.sparse(20_000 / shrink, 20_000, 20, 100);
    time(dense, limits.getFirst().threads(), 4 * secondsEach);
    time(sparse, limits.getFirst().threads(), 4 * secondsEach);
    for (int n : new int[] {5_000, 20_000, 40_000, 60_000, 80_000}) {
      each("rows", ScalingShape.dense(n / shrink, 256, 10));
    }
    for (int n : new int[] {16, 64, 128, 256, 384, 512}) {
      each("features", ScalingShape.dense(40_000 / shrink, n, 10));
    }
    for (int n : new int[] {2, 5, 10, 20, 30, 40, 50}) {
      each("classes", ScalingShape.dense(40_000 / shrink, 256, n));
    }
    for (int n : new int[] {2_500, 10_000, 20_000, 30_000, 40_000}) {
      each("rows", ScalingShape.sparse(n / shrink, 20_000, 20, 100));
    }
    for (int n : new int[] {25, 50, 100, 150, 200}) {
      each("nonzeros", ScalingShape.sparse(20_000 / shrink, 20_000, 20, n));
    }
    for (int n : new int[] {1_000, 20_000, 40_000, 60_000, 80_000}) {
      each("features", ScalingShape.sparse(20_000 / shrink, n, 20, 100));
    }
    for (int n : new int[] {2, 5, 10, 20, 30, 40, 50}) {
      each("classes", ScalingShape.sparse(20_000 / shrink, 20_000, n, 100));
    }
    for (MachineLimits limit : limits) {
      add("threads", dense, limit);
      add("threads", sparse, limit);
    }
  }

  /// One thread, and all.
  private void each(String against, ScalingShape shape) {
    add(against, shape, limits.getFirst());
    if (limits.size() > 1) {
      add(against, shape, limits.getLast());
    }
  }

  private void add(String against, ScalingShape shape, MachineLimits limit) {
    ScalingPoint point =
        new ScalingPoint(against, shape, limit, time(shape, limit.threads(), secondsEach));
    points.add(point);
    System.out.println(point.line());
  }

  /// Median seconds of a gradient.
  private static double time(ScalingShape shape, int threads, double budget) {
    Compute.limitThreads(threads);
    FitData data = shape.data();
    int count = (int) Math.clamp(budget * threads * EXPECTED_FLOPS / shape.flops(), FEWEST, MOST);
    long[] reported = new long[count];
    Progress progress = (stage, done, total, value) -> reported[(int) done - 1] = System.nanoTime();
    Options options =
        Options.defaults()
            .withSolver(new GradientDescent(1e-9))
            .withTolerance(0)
            .withMaxIterations(count);
    SoftmaxRegression.fit(data, options, progress);
    long[] each = new long[count - 1];
    for (int i = 0; i < each.length; i++) {
      each[i] = reported[i + 1] - reported[i];
    }
    Arrays.sort(each);
    return each[each.length / 2] * 1e-9;
  }

  private void write(Path folder, boolean png) throws IOException {
    Files.createDirectories(folder);
    List<String> lines = new ArrayList<>(List.of(HEAD));
    points.forEach(point -> lines.add(point.line()));
    Files.write(folder.resolve("scaling.csv"), lines);
    new ScalingFigures(points).save(folder, png);
    MachineLimits all = limits.getLast();
    System.out.printf(
        Locale.ROOT,
        "limits: 1 thread %.1f GFLOP/s, %.1f GB/s; %d threads %.1f GFLOP/s, %.1f GB/s%nwritten:"
            + " %s%n",
        limits.getFirst().flops() * 1e-9,
        limits.getFirst().bytes() * 1e-9,
        all.threads(),
        all.flops() * 1e-9,
        all.bytes() * 1e-9,
        folder.resolve("scaling.csv and scaling-*.svg"));
  }
}
