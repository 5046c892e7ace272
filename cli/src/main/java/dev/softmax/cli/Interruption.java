package dev.softmax.cli;

import dev.softmax.io.InputException;

/// Ctrl-C or SIGTERM ends a training, and only then the command: the best model so far is kept. Where
/// there is none yet, nothing is written.
final class Interruption implements AutoCloseable {
  /// How long an interrupted command may take to write its model.
  private static final long GRACE_SECONDS = 60;

  private final Streams streams;
  private final String source;
  private volatile boolean come;
  private volatile boolean validated;
  private volatile boolean over;

  /// Listens from now on.
  ///
  /// @param source what is learned from, for messages
  Interruption(Streams streams, String source) {
    this.streams = streams;
    this.source = source;
    Runtime.getRuntime().addShutdownHook(new Thread(this::keep));
  }

  /// From now on there is a model worth keeping.
  void validated() {
    validated = true;
  }

  /// Whether the training is to end with the best model so far.
  ///
  /// @throws InputException if it is to end, and there is none yet
  boolean hasCome() {
    if (come && !validated) {
      throw new InputException(
          source
              + ": the training was interrupted before its first validation; no model is written");
    }
    return come;
  }

  private void keep() {
    if (over) {
      return;
    }
    come = true;
    try {
      if (!Ending.await(GRACE_SECONDS)) {
        streams.err().println("softmax: warning: the model could not be kept in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The work is done. The hook stays: it cannot be taken back once the process is ending, and does
  /// nothing now.
  @Override
  public void close() {
    over = true;
  }
}
