package dev.softmax.onnx;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Messages of ONNX Runtime as a person may read them: it puts codes, whole paths and places in its own
/// sources around what it has to say.
final class RuntimeMessage {
  private static final int LONGEST = 160;

  /// What comes before the message proper, in turn.
  private static final Pattern[] BEFORE = {
    Pattern.compile("^Error code - \\w+ - message: *"),
    Pattern.compile("^(?:Load model|Deserialize tensor \\S+) from .+? failed: ?"),
    Pattern.compile("^Exception during initialization: *"),
    Pattern.compile("^\\S+\\.(?:cc|h):\\d+ .*?\\)(?: const)? (?=[A-Z\\[])"),
    Pattern.compile("^[^:]{1,60} was false\\. *"),
    Pattern.compile("^This is an invalid model\\. (?:In Node, .* , Error )?"),
    Pattern.compile("^Invalid model\\. "),
  };

  private RuntimeMessage() {}

  /// What it says, on one line of at most 160 characters.
  static String shortened(@Nullable String message) {
    String text = message == null ? "" : message.strip().replaceAll("\\p{Cntrl}+", "·");
    for (Pattern before : BEFORE) {
      text = before.matcher(text).replaceFirst("");
    }
    text = text.replaceFirst("[\\s.:]+$", "");
    if (text.isEmpty()) {
      return "it does not say why";
    }
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
