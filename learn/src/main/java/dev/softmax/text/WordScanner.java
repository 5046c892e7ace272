package dev.softmax.text;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import org.apache.lucene.analysis.standard.StandardTokenizerImpl;
import org.jspecify.annotations.Nullable;
import org.tartarus.snowball.SnowballStemmer;

/// Finds the words of texts, one text after the other, in buffers of its own: for one thread.
final class WordScanner {
  private static final char REPLACEMENT = '\uFFFD';

  private final TokenOptions options;
  private final @Nullable SnowballStemmer stemmer;

  /// Lucene's scanner itself and not the tokenizer around it, whose attributes cost more than the
  /// words.
  private final StandardTokenizerImpl unicode = new StandardTokenizerImpl(new StringReader(""));

  /// A word in lower case may be longer than the word, though no such character is known.
  private final char[] buffer = new char[2 * Tokenizer.MAX_WORD];

  WordScanner(TokenOptions options) {
    this.options = options;
    this.stemmer = options.stemming().stemmer();
  }

  void scan(String text, WordVisitor visitor) {
    switch (options.segmentation()) {
      case WHITESPACE -> scanWhitespace(text, visitor);
      case UNICODE -> {
        int end = isAscii(text) ? scanAscii(text, visitor) : scanUnicode(text, visitor);
        marks(text, end, text.length(), visitor);
      }
    }
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /// The text with U+FFFD in the places of surrogates that stand alone: after one at the end of a text
  /// Lucene's scanner loses words.
  private static String repaired(String text) {
    char[] chars = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
          i++;
        } else {
          chars = chars == null ? text.toCharArray() : chars;
          chars[i] = REPLACEMENT;
        }
      }
    }
    return chars == null ? text : new String(chars);
  }

  /// @return where the last word ends
  private int scanUnicode(String text, WordVisitor visitor) {
    unicode.yyreset(new StringReader(repaired(text)));
    int last = 0;
    try {
      while (unicode.getNextToken() != StandardTokenizerImpl.YYEOF) {
        int start = unicode.yychar();
        marks(text, last, start, visitor);
        last = start + unicode.yylength();
        emit(text, start, last, visitor);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // no text in memory fails to be read
    }
    return last;
  }

  /// As [#scanUnicode], several times as fast.
  ///
  /// @return where the last word ends
  private int scanAscii(String text, WordVisitor visitor) {
    int last = 0;
    int start = AsciiWords.start(text, 0);
    while (start < text.length()) {
      int end = AsciiWords.end(text, start);
      marks(text, last, start, visitor);
      emit(text, start, end, visitor);
      last = end;
      start = AsciiWords.start(text, end);
    }
    return last;
  }

  private void scanWhitespace(String text, WordVisitor visitor) {
    int i = 0;
    while (i < text.length()) {
      if (isSpace(text.charAt(i))) {
        i++;
        continue;
      }
      int start = i;
      int limit = Math.min(text.length(), start + Tokenizer.MAX_WORD);
      while (i < limit && !isSpace(text.charAt(i))) {
        i++;
      }
      boolean cutsPair =
          i == limit
              && i < text.length()
              && Character.isSurrogatePair(text.charAt(i - 1), text.charAt(i));
      if (cutsPair) {
        i--;
      }
      emit(text, start, i, visitor);
    }
  }

  private static boolean isSpace(char c) {
    return c <= ' ' || (c >= 0x80 && (Character.isWhitespace(c) || Character.isSpaceChar(c)));
  }

  /// Shows the marks and symbols between two words, each as a word, if that is wanted.
  private void marks(String text, int from, int to, WordVisitor visitor) {
    if (!options.punctuation()) {
      return;
    }
    int i = from;
    while (i < to) {
      int c = text.codePointAt(i);
      int end = i + Character.charCount(c);
      if (isMark(c)) {
        emit(text, i, end, visitor);
      }
      i = end;
    }
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION,
          Character.MATH_SYMBOL,
          Character.CURRENCY_SYMBOL,
          Character.MODIFIER_SYMBOL,
          Character.OTHER_SYMBOL ->
          true;
      default -> false;
    };
  }

  private void emit(String text, int start, int end, WordVisitor visitor) {
    int length = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        buffer[length++] =
            options.lowerCase() && c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        length += Character.toChars(lower(point), buffer, length);
      } else if (Character.isSurrogate(c)) {
        buffer[length++] = REPLACEMENT;
      } else {
        length += Character.toChars(lower(c), buffer, length);
      }
    }
    if (stemmer == null) {
      visitor.word(buffer, length, start, end);
      return;
    }
    stemmer.setCurrent(buffer, length);
    stemmer.stem();
    int stem = stemmer.getCurrentBufferLength();
    if (stem > 0) {
      // Stemmers work in the array they are given and change to another when they need room.
      visitor.word(stemmer.getCurrentBuffer(), stem, start, end);
    }
  }

  private int lower(int point) {
    return options.lowerCase() ? Character.toLowerCase(point) : point;
  }
}
