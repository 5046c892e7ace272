package dev.softmax.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
  private static final TokenOptions UNICODE = TokenOptions.defaults();
  private static final TokenOptions WHITESPACE =
      UNICODE.withSegmentation(TokenOptions.Segmentation.WHITESPACE);

  /// A word and its place, as one text.
  private static List<String> places(TokenOptions options, String text) {
    List<String> places = new ArrayList<>();
    new Tokenizer(options)
        .visit(
            text,
            (buffer, length, start, end) ->
                places.add(new String(buffer, 0, length) + "@" + start + "-" + end));
    return places;
  }

  /// What Lucene's own tokenizer and filter make of a text.
  private static List<String> reference(String text) throws IOException {
    List<String> places = new ArrayList<>();
    try (StandardTokenizer tokenizer = new StandardTokenizer();
        TokenStream stream = new LowerCaseFilter(tokenizer)) {
      tokenizer.setReader(new StringReader(text));
      CharTermAttribute word = stream.addAttribute(CharTermAttribute.class);
      OffsetAttribute place = stream.addAttribute(OffsetAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        places.add(word + "@" + place.startOffset() + "-" + place.endOffset());
      }
      stream.end();
    }
    return places;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abcXYZ019_.,:;'\"- \n!",
        "ab12..::,,;;''__",
        "a_",
        "a. ",
        "aé ßİΣ'.,:1٣一あアकि한ไ🎻👩🏽‍🚀🇨🇭\u200D\uFE0F\u0301א\"ב",
        "\uD83C\uDFBB\uD83C\uDFBBab ",
      })
  void findsTheWordsThatLuceneFinds(String alphabet) throws IOException {
    Random random = new Random(alphabet.hashCode());
    for (int round = 0; round < 2000; round++) {
      StringBuilder text = new StringBuilder();
      // Long ones exceed the longest word.
      int length = random.nextInt(round % 100 == 0 ? 1500 : 25);
      for (int i = 0; i < length; i++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(places(UNICODE, text.toString()))
          .as(text.toString())
          // Lucene loses words where half of a surrogate pair stands alone.
          .isEqualTo(reference(text.toString().replaceAll("\\p{Cs}", "\uFFFD")));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Don't stop at 3.14, e.g. here: it's fine_now! | don't stop at 3.14 e.g here it's fine_now",
        "L'été à Zürich, 日本語 ひらがな | l'été à zürich 日 本 語 ひ ら が な",
        "שלום עולם! مرحبا بالعالم | שלום עולם مرحبا بالعالم",
        "I ❤️ 👩‍🚀 🇨🇭 #softmax | i ❤️ 👩‍🚀 🇨🇭 softmax",
        "İstanbul ΣΑΣ | istanbul σασ",
      })
  void cutsAtUnicodesBoundaries(String text, String words) {
    assertThat(new Tokenizer(UNICODE).words(text)).containsExactly(words.split(" "));
  }

  @Test
  void punctuationIsKeptWhenWanted() {
    assertThat(places(UNICODE.withPunctuation(true), "Well… no?! (3 €)"))
        .containsExactly(
            "well@0-4",
            "…@4-5",
            "no@6-8",
            "?@8-9",
            "!@9-10",
            "(@11-12",
            "3@12-13",
            "€@14-15",
            ")@15-16");
    assertThat(new Tokenizer(UNICODE.withPunctuation(true)).words("ok!?\u0000\u200D \uD800"))
        .containsExactly("ok", "!", "?");
  }

  @Test
  void whiteSpaceCutsAtWhiteSpaceOnly() {
    assertThat(places(WHITESPACE, " it 's  Good\u00A0,\u3000n't\t🎻\n"))
        .containsExactly("it@1-3", "'s@4-6", "good@8-12", ",@13-14", "n't@15-18", "🎻@19-21");
    assertThat(new Tokenizer(WHITESPACE.withLowerCase(false)).words("It IS\uD83C a\uDFBBb"))
        .containsExactly("It", "IS\uFFFD", "a\uFFFDb");
  }

  @Test
  void stemsInManyLanguages() {
    assertThat(
            new Tokenizer(UNICODE.withStemming(Stemming.ENGLISH)).words("Running movies happily"))
        .containsExactly("run", "movi", "happili");
    assertThat(new Tokenizer(UNICODE.withStemming(Stemming.GERMAN)).words("Häuser gelaufen"))
        .containsExactly("haus", "gelauf");
    for (Stemming stemming : Stemming.values()) {
      assertThat(new Tokenizer(UNICODE.withStemming(stemming)).words("a words 12 été 🎻"))
          .as(stemming.name())
          .hasSize(5);
    }
    assertThatThrownBy(() -> UNICODE.withStemming(Stemming.ENGLISH).withLowerCase(false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void longWordsAreCutInPieces() {
    for (TokenOptions options : List.of(UNICODE, WHITESPACE)) {
      for (String letter : List.of("x", "é", "𝒳")) {
        String text = letter.repeat(10_000_000 / letter.length());
        long[] seen = new long[2];
        new Tokenizer(options)
            .visit(
                text,
                (buffer, length, _, _) -> {
                  seen[0] += length;
                  seen[1] = Math.max(seen[1], length);
                  assertThat(Character.isHighSurrogate(buffer[length - 1])).isFalse();
                });
        assertThat(seen).as(letter).containsExactly(10_000_000, letter.equals("𝒳") ? 254 : 255);
      }
    }
  }

  @Test
  void anyTextWillDo() {
    Tokenizer tokenizer = new Tokenizer(UNICODE);
    assertThat(tokenizer.words("")).isEmpty();
    assertThat(tokenizer.words("\uD800")).isEmpty();
    assertThat(tokenizer.words("a\uDC00b\uD800")).containsExactly("a", "b");
    assertThat(tokenizer.words("x")).containsExactly("x");
    assertThat(tokenizer.words("_".repeat(10_000_000))).isEmpty();
    assertThat(tokenizer.words("!é".repeat(1000))).hasSize(1000);
  }

  @Test
  void surrogatesThatStandAloneAreNoLettersAndHideNone() {
    Random random = new Random(5);
    String alphabet = "ab\uD83C\uDFBB .é";
    for (int round = 0; round < 2000; round++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(round % 10 == 0 ? 600 : 9);
      for (int i = 0; i < length; i++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String whole = text.toString().replaceAll("\\p{Cs}", "\uFFFD");
      assertThat(places(UNICODE, text.toString())).isEqualTo(places(UNICODE, whole));
    }
  }

  @Test
  void oneTokenizerMayBeUsedInsideItself() {
    Tokenizer tokenizer = new Tokenizer(UNICODE);
    List<String> words = new ArrayList<>();
    tokenizer.visit(
        "one é two",
        (buffer, length, _, _) -> {
          words.addAll(tokenizer.words("é inner"));
          words.add(new String(buffer, 0, length));
        });
    assertThat(words).containsExactly("é", "inner", "one", "é", "inner", "é", "é", "inner", "two");
  }
}
