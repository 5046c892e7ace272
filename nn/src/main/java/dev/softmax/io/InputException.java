package dev.softmax.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// Data or a model that cannot be used. The message is one sentence for the person who gave it: it
/// names the file, and row and column where there are any; the command prints it and exits with 1. Control
/// characters, which names and values of a file may have, become `·`: a message is always one line.
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// Longest piece of a file that a message repeats.
  private static final int MAX_QUOTE = 40;

  /// An error.
  ///
  /// @param message the sentence
  public InputException(String message) {
    super(oneLine(message));
  }

  /// An error with what was thrown beneath.
  ///
  /// @param message the sentence
  /// @param cause what was thrown beneath, if anything
  public InputException(String message, @Nullable Throwable cause) {
    super(oneLine(message), cause);
  }

  /// A file that could not be read.
  ///
  /// @param file the file as it was named
  /// @param cause what reading it threw
  public static InputException unreadable(Path file, IOException cause) {
    return new InputException(file + ": cannot be read: " + reason(cause), cause);
  }

  /// A file that could not be written.
  ///
  /// @param file the file as it was named
  /// @param cause what writing it threw
  public static InputException unwritable(Path file, IOException cause) {
    return new InputException(file + ": cannot be written: " + reason(cause), cause);
  }

  /// A value from a file between single quotes, on one line and no longer than a message bears:
  /// control characters become `·`, and what is beyond 40 characters becomes `…`.
  ///
  /// @param value text from a file
  public static String quote(String value) {
    boolean whole = value.length() <= MAX_QUOTE;
    return "'" + oneLine(whole ? value : value.substring(0, MAX_QUOTE)) + (whole ? "'" : "…'");
  }

  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.chars().forEach(c -> line.append(Character.isISOControl(c) ? '·' : (char) c));
    return line.toString();
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case EOFException _ -> "its compressed data end too early";
      case ZipException _ -> "its compressed data are damaged";
      case CharacterCodingException _ -> "its text is not valid in its encoding";
      case FileSystemException named when named.getReason() != null -> named.getReason();
      case IOException other when other.getMessage() != null -> other.getMessage();
      default -> e.getClass().getSimpleName();
    };
  }
}
