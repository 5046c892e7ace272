package dev.softmax.cli;

/// A command line that parses and makes no sense. The message is one clause, for the person who
/// typed it.
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
