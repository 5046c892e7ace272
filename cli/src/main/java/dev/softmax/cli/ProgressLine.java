package dev.softmax.cli;

import dev.softmax.Progress;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// A bar on the terminal for work that takes longer than a moment, taken away at its end.
final class ProgressLine implements Progress, AutoCloseable {
  private static final long PATIENCE_NANOS = 500_000_000;
  private static final int REDRAW_MILLIS = 200;

  private final Streams streams;
  private final long start = System.nanoTime();
  private final boolean toTheEnd;
  private @Nullable ProgressBar bar;

  /// A bar where standard error is a terminal.
  ///
  /// @param toTheEnd whether the work takes as many steps as it says; else it may end at any time,
  ///     and the bar has no end
  ProgressLine(Streams streams, boolean toTheEnd) {
    this.streams = streams;
    this.toTheEnd = toTheEnd;
  }

  @Override
  public void report(String stage, long done, long total, double loss) {
    if (streams.columns() == 0 || System.nanoTime() - start < PATIENCE_NANOS) {
      return;
    }
    if (bar == null) {
      bar = open(stage, total);
    }
    bar.stepTo(done);
    bar.setExtraMessage(Double.isNaN(loss) ? "" : " loss " + TextTable.number(loss));
  }

  /// Writes lines above the bar.
  void say(String lines) {
    clear();
    streams.err().println(lines);
    streams.err().flush();
  }

  private void clear() {
    if (bar != null) {
      streams.err().print("\r" + " ".repeat(streams.columns() - 1) + "\r");
    }
  }

  private ProgressBar open(String stage, long total) {
    return new ProgressBarBuilder()
        .setTaskName(stage)
        .setInitialMax(toTheEnd && total > 0 ? total : -1)
        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
        .setUpdateIntervalMillis(REDRAW_MILLIS)
        .setMaxRenderedLength(streams.columns() - 1)
        .hideEta()
        .setConsumer(
            new DelegatingProgressBarConsumer(
                line -> {
                  streams.err().print("\r" + line);
                  streams.err().flush();
                },
                streams.columns() - 1))
        .build();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      clear();
      streams.err().flush();
    }
  }
}
