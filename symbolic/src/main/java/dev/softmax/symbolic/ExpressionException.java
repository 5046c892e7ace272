package dev.softmax.symbolic;

/// A text that is no expression, an expression past the limits, or a point where it has no value.
/// The message is one clause for whoever wrote it, and names the column of a text where there is
/// one.
public final class ExpressionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  ExpressionException(String message) {
    super(message);
  }
}
