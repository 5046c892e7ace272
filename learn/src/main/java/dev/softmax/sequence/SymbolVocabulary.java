package dev.softmax.sequence;

import dev.softmax.io.InputException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The symbols of a language model: from text to ids and back. Immutable.
public sealed interface SymbolVocabulary
    permits ByteVocabulary, CharacterVocabulary, LlamaVocabulary, TokenVocabulary {
  /// The kind: `characters`, `bytes`, `tokens` or `llama`.
  String kind();

  /// V, the number of symbols.
  int size();

  /// The ids of a text `(N)`.
  ///
  /// @param unknown what becomes of characters that are not in the vocabulary
  /// @throws InputException naming the first such character and its place, if they are rejected
  int[] encode(Corpus corpus, UnknownSymbols unknown);

  /// The text of a symbol in UTF-8: of a byte, one that may be part of a character only.
  ///
  /// @throws IllegalArgumentException if there is no symbol of that id
  byte[] bytes(int id);

  /// The text of a symbol that begins a text: as [#bytes], unless a vocabulary puts a space before every
  /// text, which is no part of it.
  ///
  /// @throws IllegalArgumentException if there is no symbol of that id
  default byte[] first(int id) {
    return bytes(id);
  }

  /// The text of ids; bytes that are no character become `U+FFFD`.
  ///
  /// @throws IllegalArgumentException if there is no symbol of an id
  default String decode(int... ids) {
    TextStream stream = new TextStream(this);
    StringBuilder text = new StringBuilder();
    for (int id : ids) {
      text.append(stream.next(id));
    }
    return text.append(stream.end()).toString();
  }

  /// A symbol for people to read: its text on one line, with `\n`, `\r` and `\t` for line ends and tabs,
  /// and `\xC3` for other bytes that cannot be seen or are no character.
  ///
  /// @throws IllegalArgumentException if there is no symbol of that id
  default String name(int id) {
    byte[] bytes = bytes(id);
    StringBuilder name = new StringBuilder();
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (Arrays.equals(utf8(text), bytes) && text.codePoints().noneMatch(c -> c == 0xFFFD)) {
      text.codePoints().forEach(c -> name.append(visible(c)));
    } else {
      for (byte one : bytes) {
        name.append("\\x%02X".formatted(one));
      }
    }
    return name.toString();
  }

  private static String visible(int character) {
    return switch (character) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default ->
          Character.isISOControl(character)
              ? "\\x%02X".formatted(character)
              : Character.toString(character);
    };
  }

  /// Ids that stand before a text where the model was trained so; none for most.
  default int[] start() {
    return new int[0];
  }

  /// Whether a text ends with this symbol.
  default boolean isEnd(int id) {
    return false;
  }

  /// What new text follows where nothing is given: the symbols of [#start], or else a line end, or else
  /// the first symbol.
  default int[] blank() {
    int[] start = start();
    if (start.length > 0) {
      return start;
    }
    int[] line = encode(Corpus.of("a line end", "\n"), UnknownSymbols.DROP);
    return line.length == 1 ? line : new int[] {0};
  }

  /// A character that is not known.
  static InputException unknown(Corpus corpus, int index, String where) {
    int character = corpus.text().codePointAt(index);
    return new InputException(
        "%s: the character %s (U+%04X) in %s is not among %s"
            .formatted(
                corpus.source(),
                InputException.quote(Character.toString(character)),
                character,
                corpus.place(index),
                where));
  }

  /// Sees that an id is within a vocabulary.
  static void check(int id, int size) {
    if (id < 0 || id >= size) {
      throw new IllegalArgumentException(
          "symbol %d is not within a vocabulary of %d".formatted(id, size));
    }
  }

  /// The UTF-8 of a text.
  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
