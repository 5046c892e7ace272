package dev.softmax.io;

import org.jspecify.annotations.Nullable;

/// Data or a model that cannot be used. The message is one sentence for the person who gave it: it
/// names the file, and row and column where there are any; the command prints it and exits with 1.
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// @param message the sentence
  public InputException(String message) {
    super(message);
  }

  /// @param message the sentence
  /// @param cause what was thrown beneath, if anything
  public InputException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
