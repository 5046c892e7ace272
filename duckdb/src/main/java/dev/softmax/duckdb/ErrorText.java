package dev.softmax.duckdb;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// DuckDB's errors, which take several lines, as one sentence.
final class ErrorText {
  /// What the driver says when a streamed result has failed, whatever the reason.
  private static final String LOST = "Invalid result set";

  private static final Pattern KIND = Pattern.compile("^(?:[A-Z][A-Za-z ]* Error: )+");

  /// The line of the statement that is wrong, with carets below.
  private static final Pattern EXCERPT =
      Pattern.compile("(?s)\\n+LINE (\\d+): ([^\\n]*)\\n( *)\\^.*");

  private ErrorText() {}

  /// Whether an error has lost its reason.
  static boolean isLost(SQLException e) {
    return String.valueOf(e.getMessage()).contains(LOST);
  }

  /// The sentence. Places in a statement that nobody wrote are left out.
  static InputException of(Statements statements, SQLException e) {
    String message = String.valueOf(e.getMessage());
    String source = statements.source();
    if (message.contains("requires the extension")) {
      return new InputException(
          source
              + ": would need an extension of DuckDB, and none is loaded: only local files are"
              + " read",
          e);
    }
    if (statements.file().isPresent()) {
      Optional<InputException> json = json(statements.file().get(), message, e);
      if (json.isPresent()) {
        return json.get();
      }
    }
    String place = "";
    Matcher excerpt = EXCERPT.matcher(message);
    if (excerpt.find()) {
      place = statements.from().isPresent() ? "" : place(excerpt);
      message = message.substring(0, excerpt.start());
    }
    String sentence =
        KIND.matcher(message).replaceFirst("").replaceAll("[!.]?\\s*\\n+\\s*", "; ").strip();
    return new InputException(source + ": " + sentence + place, e);
  }

  /// Columns are known only of lines that are not shortened.
  private static String place(Matcher excerpt) {
    String line = excerpt.group(1);
    int column = excerpt.group(3).length() - ("LINE " + line + ": ").length() + 1;
    return excerpt.group(2).startsWith("...")
        ? " (line " + line + ")"
        : " (line " + line + ", column " + column + ")";
  }

  private static Optional<InputException> json(
      Path file, String message, @Nullable Throwable cause) {
    if (message.contains("expected records")) {
      return Optional.of(
          new InputException(
              isEmpty(file)
                  ? file + ": is empty"
                  : file + ": holds JSON, but no objects, which would be rows",
              cause));
    }
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (message.contains("Malformed JSON")
        && (name.endsWith(".jsonl") || name.endsWith(".ndjson"))) {
      OptionalLong line = JsonLines.wrong(file);
      return line.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new InputException(
                  file + ", line " + line.getAsLong() + ": is not valid JSON", cause));
    }
    return Optional.empty();
  }

  private static boolean isEmpty(Path file) {
    try {
      return Files.size(file) == 0;
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
  }
}
