package dev.softmax.bench;

import com.sun.management.ThreadMXBean;
import dev.softmax.Compute;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// A JVM that takes turns with the peers: reads lines `time ROW THREADS WARMUP SLICES SLICE`
/// (seconds of warm-up, number of slices, seconds a slice) and `check ROW THREADS`, and answers each
/// with one line of JSON. `time` is a run of JMH in this process: JMH's own forks would pay the
/// seconds of warm-up again at every turn (`docs/decisions/006-benchmarks-take-turns.md`).
public final class Worker {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Worker() {}

  /// Answers until standard input ends.
  ///
  /// @param args none
  /// @throws IOException if standard input cannot be read
  /// @throws RunnerException if JMH cannot run a row
  public static void main(String[] args) throws IOException, RunnerException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      String row = words[1];
      int threads = Integer.parseInt(words[2]);
      System.out.println(
          switch (words[0]) {
            case "time" -> time(row, threads, words);
            case "check" -> check(row, threads);
            default -> throw new IllegalArgumentException("worker: no command " + words[0]);
          });
      System.out.flush();
    }
  }

  /// Average nanoseconds of a call in each slice.
  private static String time(String row, int threads, String[] words) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(RowBenchmark.class.getName())
            .param("row", row)
            .param("threads", Integer.toString(threads))
            .forks(0)
            .warmupIterations(1)
            .warmupTime(seconds(words[3]))
            .measurementIterations(Integer.parseInt(words[4]))
            .measurementTime(seconds(words[5]))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    List<Double> slices = new ArrayList<>();
    for (RunResult run : new Runner(options).run()) {
      for (BenchmarkResult result : run.getBenchmarkResults()) {
        for (IterationResult slice : result.getIterationResults()) {
          slices.add(slice.getPrimaryResult().getScore());
        }
      }
    }
    return slices.stream()
        .map(ns -> String.format(Locale.ROOT, "%.3f", ns))
        .collect(Collectors.joining(",", "{\"slices\":[", "]}"));
  }

  /// The row's checksum, and the bytes that all threads of the JVM together allocate in a call,
  /// beyond the result. Asked for after `time`, when compiled code runs.
  private static String check(String row, int threads) {
    Compute.limitThreads(threads);
    Workload work = Workload.of(row);
    long start = System.nanoTime();
    work.run();
    int calls = Math.clamp(200_000_000L / (System.nanoTime() - start + 1), 2, 20_000);
    long bytes = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 3; attempt++) {
      long before = THREADS.getTotalThreadAllocatedBytes();
      for (int i = 0; i < calls; i++) {
        work.run();
      }
      bytes = Math.min(bytes, THREADS.getTotalThreadAllocatedBytes() - before);
    }
    return String.format(
        Locale.ROOT,
        "{\"checksum\":%.17g,\"bytesPerCall\":%.2f,\"resultBytes\":%d}",
        work.checksum(),
        (double) bytes / calls - work.resultBytes(),
        work.resultBytes());
  }

  /// JMH has no fractions of a second in its text form, milliseconds are fine enough.
  private static TimeValue seconds(String text) {
    return TimeValue.milliseconds(Math.round(Double.parseDouble(text) * 1000));
  }
}
