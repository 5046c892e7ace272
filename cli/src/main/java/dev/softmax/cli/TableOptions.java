package dev.softmax.cli;

import dev.softmax.Compute;
import dev.softmax.data.Header;
import dev.softmax.data.ReadOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How tables are read, and on how many threads work is done.
final class TableOptions {
  @Option(
      names = "--no-header",
      negatable = true,
      description = "The first row of a table has names, or is data (default: found out).")
  @Nullable Boolean headless;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Most threads to use (default: one a core); results do not depend on it.")
  @Nullable Integer threads;

  /// How to read a table. Sets the number of threads, too.
  ReadOptions reading() {
    if (threads != null) {
      if (threads < 1) {
        throw new UsageException("--threads " + threads + " is not at least 1");
      }
      Compute.limitThreads(threads);
    }
    Header header = headless == null ? Header.AUTO : headless ? Header.NO : Header.YES;
    return ReadOptions.defaults().withHeader(header);
  }
}
