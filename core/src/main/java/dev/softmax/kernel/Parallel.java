package dev.softmax.kernel;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/// Loops over tasks that do not depend on each other, on all cores.
public final class Parallel {
  private Parallel() {}

  /// Number of threads that [#forEach] may use, the caller's included.
  public static int threads() {
    return Runtime.getRuntime().availableProcessors();
  }

  /// Runs `body` once for each index from 0 to `tasks` (exclusive), in any order and on any thread.
  /// How work is cut into tasks must not depend on [#threads], so that results do not either.
  public static void forEach(int tasks, IntConsumer body) {
    IntStream.range(0, tasks).parallel().forEach(body);
  }
}
