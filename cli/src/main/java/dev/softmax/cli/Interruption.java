package dev.softmax.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C ends a training, not the command: the best model so far is kept.
final class Interruption implements AutoCloseable {
  /// How long an interrupted command may take to write its model.
  private static final long GRACE_SECONDS = 60;

  private final Streams streams;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean come;

  /// Listens from now on.
  Interruption(Streams streams) {
    this.streams = streams;
    Runtime.getRuntime().addShutdownHook(new Thread(this::keep));
  }

  /// Whether the training is to end.
  boolean hasCome() {
    return come;
  }

  private void keep() {
    come = true;
    try {
      if (!done.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        streams.err().println("softmax: warning: the model could not be kept in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The command may end. The hook stays: it cannot be taken back once the process is ending, and does
  /// nothing now.
  @Override
  public void close() {
    done.countDown();
  }
}
