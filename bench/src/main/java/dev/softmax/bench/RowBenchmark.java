package dev.softmax.bench;

import dev.softmax.Compute;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Every row of `bench/targets.csv` as a JMH benchmark: the row is a parameter, so that each row has
/// a JVM of its own and the call to its work has one receiver.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RowBenchmark {
  /// A row of `bench/targets.csv`.
  @Param("softmax/1024x1024")
  public String row = "";

  /// Threads that the kernels may use.
  @Param("1")
  public int threads;

  private @Nullable Workload work;

  private static @Nullable Kept kept;

  private record Kept(String row, int threads, Workload work) {}

  /// Makes the inputs of the row, or takes those of the turn before: the peers keep theirs too, and what
  /// collects a network that was thrown away would run beside the next turn.
  @Setup
  public void prepare() {
    Compute.limitThreads(threads);
    Kept last = kept;
    if (last == null || !last.row.equals(row) || last.threads != threads) {
      last = new Kept(row, threads, Workload.of(row));
      kept = last;
    }
    work = last.work;
  }

  /// The work itself.
  @Benchmark
  public void run() {
    Objects.requireNonNull(work).run();
  }
}
