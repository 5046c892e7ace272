package dev.softmax.sequence;

import dev.softmax.io.InputException;
import java.util.Arrays;

/// The characters (Unicode code points) of a text, in their order in Unicode.
public final class CharacterVocabulary implements SymbolVocabulary {
  /// The kind, as files name it.
  public static final String KIND = "characters";

  private final int[] characters;

  private CharacterVocabulary(int[] characters) {
    this.characters = characters;
  }

  /// The characters that occur in a text.
  ///
  /// @throws InputException if it is empty, or has one character only, so that nothing can be learned
  public static CharacterVocabulary fit(Corpus corpus) {
    int[] characters = corpus.text().codePoints().sorted().distinct().toArray();
    if (characters.length == 0) {
      throw new InputException(corpus.source() + ": is empty");
    }
    if (characters.length == 1) {
      throw new InputException(
          "%s: there is nothing to learn from a text of the character %s alone"
              .formatted(corpus.source(), InputException.quote(Character.toString(characters[0]))));
    }
    try {
      return of(characters);
    } catch (IllegalArgumentException e) {
      throw new InputException(corpus.source() + ": " + e.getMessage(), e);
    }
  }

  /// These characters.
  ///
  /// @param characters code points, each greater than the one before
  /// @throws IllegalArgumentException if they are not, or one is no character
  public static CharacterVocabulary of(int... characters) {
    for (int i = 0; i < characters.length; i++) {
      int c = characters[i];
      if (!Character.isValidCodePoint(c) || Character.getType(c) == Character.SURROGATE) {
        throw new IllegalArgumentException("the number %X is no character".formatted(c));
      }
      if (i > 0 && c <= characters[i - 1]) {
        throw new IllegalArgumentException(
            "the character U+%04X comes after U+%04X".formatted(c, characters[i - 1]));
      }
    }
    return new CharacterVocabulary(characters.clone());
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int size() {
    return characters.length;
  }

  /// All of them, one after another.
  public String characters() {
    return new String(characters, 0, characters.length);
  }

  @Override
  public int[] encode(Corpus corpus, UnknownSymbols unknown) {
    String text = corpus.text();
    int[] ids = new int[text.length()];
    int count = 0;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      int id = Arrays.binarySearch(characters, character);
      if (id >= 0) {
        ids[count++] = id;
      } else if (unknown == UnknownSymbols.REJECT) {
        throw SymbolVocabulary.unknown(
            corpus, i, "the %d characters of the model".formatted(characters.length));
      }
      i += Character.charCount(character);
    }
    return Arrays.copyOf(ids, count);
  }

  @Override
  public byte[] bytes(int id) {
    SymbolVocabulary.check(id, characters.length);
    return SymbolVocabulary.utf8(Character.toString(characters[id]));
  }
}
