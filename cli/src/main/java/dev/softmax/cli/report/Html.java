package dev.softmax.cli.report;

import java.util.ArrayDeque;
import java.util.Deque;

/// Writes HTML. Whatever is text or the value of an attribute is escaped, wherever it comes from; only
/// [#verbatim] is not.
final class Html {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /// Opens an element.
  ///
  /// @param attributes names and values in turn
  Html open(String tag, String... attributes) {
    start(tag, attributes);
    open.push(tag);
    return this;
  }

  /// Closes the element that was opened last.
  Html close() {
    out.append("</").append(open.pop()).append(">\n");
    return this;
  }

  /// An element with a text in it.
  Html element(String tag, String text, String... attributes) {
    start(tag, attributes);
    escape(text);
    out.append("</").append(tag).append('>');
    return this;
  }

  /// An element that holds nothing and is not closed, such as `meta` and `img`.
  Html empty(String tag, String... attributes) {
    start(tag, attributes);
    return this;
  }

  Html text(String text) {
    escape(text);
    return this;
  }

  /// What is HTML already: style sheets and figures, never names or values from data.
  Html verbatim(String html) {
    out.append(html);
    return this;
  }

  /// A text without what no page or figure should show.
  static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints().forEach(letter -> plain.appendCodePoint(isShown(letter) ? letter : '\uFFFD'));
    return plain.toString();
  }

  private void start(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
    out.append('>');
  }

  private void escape(String text) {
    text.codePoints()
        .forEach(
            letter -> {
              switch (letter) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.append(' ');
                default -> out.appendCodePoint(isShown(letter) ? letter : '\uFFFD');
              }
            });
  }

  /// Control characters and halves of surrogates are no text, and marks of direction would turn what
  /// follows them.
  private static boolean isShown(int letter) {
    return !Character.isISOControl(letter)
        && (letter < 0xD800 || letter > 0xDFFF)
        && (letter < 0x202A || letter > 0x202E)
        && (letter < 0x2066 || letter > 0x2069)
        && (letter & 0xFFFE) != 0xFFFE;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
