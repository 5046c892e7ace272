package dev.softmax.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SymbolVocabularyTest {
  @TempDir private Path folder;

  private static Corpus corpus(String text) {
    return Corpus.of("text", text);
  }

  private static int[] encode(SymbolVocabulary vocabulary, String text) {
    return vocabulary.encode(corpus(text), UnknownSymbols.REJECT);
  }

  @Test
  void charactersAreThoseOfTheCorpusInOrder() {
    CharacterVocabulary vocabulary = CharacterVocabulary.fit(corpus("b🎉a\nb"));
    assertThat(vocabulary.characters()).isEqualTo("\nab🎉");
    assertThat(encode(vocabulary, "a🎉\n")).containsExactly(1, 3, 0);
    assertThat(vocabulary.decode(1, 3, 0)).isEqualTo("a🎉\n");
    assertThat(vocabulary.blank()).containsExactly(0);
  }

  @Test
  void anUnknownCharacterIsNamedOrLeftOut() {
    CharacterVocabulary vocabulary = CharacterVocabulary.fit(corpus("ab\n"));
    assertThatThrownBy(() -> encode(vocabulary, "ab\naéb"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "text: the character 'é' (U+00E9) in line 2, column 2 is not among the 3 characters of the model");
    assertThat(vocabulary.encode(corpus("aéb"), UnknownSymbols.DROP)).containsExactly(1, 2);
  }

  @Test
  void aCorpusOfNothingOrOfOneCharacter() {
    assertThatThrownBy(() -> CharacterVocabulary.fit(corpus("")))
        .isInstanceOf(InputException.class)
        .hasMessage("text: is empty");
    assertThatThrownBy(() -> CharacterVocabulary.fit(corpus("aaaa")))
        .isInstanceOf(InputException.class)
        .hasMessage("text: there is nothing to learn from a text of the character 'a' alone");
    assertThatThrownBy(() -> CharacterVocabulary.fit(corpus("a\uD800")))
        .isInstanceOf(InputException.class)
        .hasMessage("text: the number D800 is no character");
  }

  @Test
  void charactersOfAFileAreInOrder() {
    assertThatThrownBy(() -> CharacterVocabulary.of('b', 'a'))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("U+0061 comes after U+0062");
    assertThatThrownBy(() -> CharacterVocabulary.of(0x110000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("110000 is no character");
  }

  @Test
  void bytesAreThoseOfUtf8AndJoinedAgain() {
    ByteVocabulary vocabulary = new ByteVocabulary();
    int[] ids = encode(vocabulary, "é🎉");
    assertThat(ids).containsExactly(0xC3, 0xA9, 0xF0, 0x9F, 0x8E, 0x89);
    assertThat(vocabulary.decode(ids)).isEqualTo("é🎉");
    TextStream stream = new TextStream(vocabulary);
    assertThat(stream.next(0xF0) + stream.next(0x9F) + stream.next(0x8E)).isEmpty();
    assertThat(stream.next(0x89)).isEqualTo("🎉");
    assertThat(stream.next(0xC3)).isEmpty();
    assertThat(stream.next('a')).isEqualTo("\uFFFDa");
    assertThat(stream.next(0xC3)).isEmpty();
    assertThat(stream.end()).isEqualTo("\uFFFD");
    assertThat(stream.end()).isEmpty();
  }

  @Test
  void tokensAreTheLongestThatFit() {
    TokenVocabulary vocabulary = TokenVocabulary.of(List.of("the", "th", "t", "e", " ", "\n"));
    assertThat(encode(vocabulary, "the tthe\n")).containsExactly(0, 4, 2, 0, 5);
    assertThat(vocabulary.decode(0, 4, 2, 0, 5)).isEqualTo("the tthe\n");
    assertThatThrownBy(() -> encode(vocabulary, "the h"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "text: the character 'h' (U+0068) in line 1, column 5 is not among the 6 tokens of the model, nor begins one");
    assertThat(vocabulary.encode(corpus("thx🎉e"), UnknownSymbols.DROP)).containsExactly(1, 3);
  }

  @Test
  void aFileOfTokens() throws IOException {
    Path file = Files.writeString(folder.resolve("tokens.txt"), "the\n\\n\n\\t\\\\\n é\n");
    assertThat(TokenVocabulary.read(file).tokens()).containsExactly("the", "\n", "\t\\", " é");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a\\n\\nb   | line 2: is empty",
        "a\\nb\\na  | line 3: the token 'a' is in line 1 already",
        "a\\n/x     | line 2: after a backslash stands n, r, t or another backslash",
        "a\\n/      | line 2: after a backslash stands",
        "a          | 1 tokens are too few",
        "''         | 0 tokens are too few"
      })
  void badFilesOfTokens(String lines, String words) throws IOException {
    Path file = folder.resolve("tokens.txt");
    Files.writeString(file, lines.replace("\\n", "\n").replace("/", "\\"));
    assertThatThrownBy(() -> TokenVocabulary.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(words);
  }

  @Test
  void namesAreOnOneLine() {
    TokenVocabulary vocabulary = TokenVocabulary.of(List.of("a\n", "\t\u0007", " é", "\r"));
    assertThat(vocabulary.name(0)).isEqualTo("a\\n");
    assertThat(vocabulary.name(1)).isEqualTo("\\t\\x07");
    assertThat(vocabulary.name(2)).isEqualTo(" é");
    assertThat(vocabulary.name(3)).isEqualTo("\\r");
    assertThat(new ByteVocabulary().name(0xC3)).isEqualTo("\\xC3");
    assertThat(new ByteVocabulary().name('a')).isEqualTo("a");
  }

  @Test
  void idsOutsideOfTheVocabulary() {
    List<SymbolVocabulary> all =
        List.of(
            new ByteVocabulary(),
            CharacterVocabulary.of('a'),
            TokenVocabulary.of(List.of("a", "b")));
    for (SymbolVocabulary vocabulary : all) {
      assertThatThrownBy(() -> vocabulary.decode(vocabulary.size()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is not within a vocabulary of " + vocabulary.size());
      assertThatThrownBy(() -> vocabulary.decode(-1)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
