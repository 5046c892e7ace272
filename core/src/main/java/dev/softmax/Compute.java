package dev.softmax;

import dev.softmax.kernel.Kernels;
import dev.softmax.kernel.Parallel;
import java.util.Optional;

/// What computes: how many threads, and which kernels.
public final class Compute {
  private Compute() {}

  /// Number of threads that one call may use, the caller's included; at first one a processor.
  public static int threads() {
    return Parallel.threads();
  }

  /// Uses at most `threads` threads a call from now on. Results are the same bits for any number.
  ///
  /// @throws IllegalArgumentException if `threads` is less than 1
  public static void limitThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads + " must be at least 1");
    }
    Parallel.limitThreads(threads);
  }

  /// Width in bits of the vectors in use, 0 where the scalar kernels run.
  public static int vectorBits() {
    return Kernels.choice().bits();
  }

  /// What to change to compute faster, in one sentence; empty where nothing need change.
  public static Optional<String> remedy() {
    return Optional.ofNullable(Kernels.choice().remedy());
  }
}
