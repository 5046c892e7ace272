package dev.softmax.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.io.InputException;
import dev.softmax.io.JsonValue;
import dev.softmax.kernel.Parallel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextEncoderTest {
  private static final TextOptions PLAIN = TextOptions.defaults();
  private static final NGrams HASHED = NGrams.NONE.withWords(3).withChars(2, 4).withBuckets(1000);
  private static final List<String> TEXTS =
      List.of("The good, the bad", "not good at all", "bad!", "The end");

  @Test
  void idsFollowCountThenText() {
    TextEncoder encoder = TextEncoder.fit(TEXTS, PLAIN);
    assertThat(encoder.vocabulary().words())
        .containsExactly("the", "bad", "good", "all", "at", "end", "not");
    assertThat(encoder.size()).isEqualTo(9);
    TokenBags bags = encoder.encode(List.of("The bad end", "", "?!", "unheard good"));
    assertThat(bags.tokens()).containsExactly(2, 3, 7, 0, 0, 1, 4);
    assertThat(bags.offsets()).containsExactly(0, 3, 4, 5, 7);
    assertThat(encoder.name(4)).isEqualTo("good");
    assertThat(encoder.name(0)).isEqualTo("<padding>");
    assertThat(encoder.name(1)).isEqualTo("<unknown>");
  }

  @Test
  void rareWordsAreUnknownAndSizesAreKept() {
    assertThat(TextEncoder.fit(TEXTS, PLAIN.withMinCount(2)).vocabulary().words())
        .containsExactly("the", "bad", "good");
    assertThat(TextEncoder.fit(TEXTS, PLAIN.withMaxSize(2)).vocabulary().words())
        .containsExactly("the", "bad");
    assertThatThrownBy(() -> TextEncoder.fit(TEXTS, PLAIN.withMinCount(4)))
        .isInstanceOf(InputException.class)
        .hasMessage("none of the texts' 7 different words occurs 4 times; lower the minimum count");
    assertThatThrownBy(() -> TextEncoder.fit(List.of("", "?"), PLAIN))
        .isInstanceOf(InputException.class)
        .hasMessage("the texts hold no words to learn from");
  }

  @Test
  void ngramsAreKeptInTheVocabulary() {
    TextOptions options =
        PLAIN.withNgrams(NGrams.NONE.withWords(2).withChars(3, 3).withMinCount(2));
    TextEncoder encoder = TextEncoder.fit(List.of("not good", "not good", "so bad"), options);
    assertThat(encoder.vocabulary().words())
        .containsExactly(
            " <go",
            " <no",
            " goo",
            " not",
            " od>",
            " ood",
            " ot>",
            "good",
            "not",
            "not good",
            "bad",
            "so");
    List<TextFeature> features = encoder.features("Not GOOD noon");
    assertThat(
            features.stream().map(f -> f.kind() + " " + f.name() + " " + f.start() + "-" + f.end()))
        .containsExactly(
            "WORD not 0-3",
            "PIECE <no 0-3",
            "PIECE not 0-3",
            "PIECE ot> 0-3",
            "WORD good 4-8",
            "PIECE <go 4-8",
            "PIECE goo 4-8",
            "PIECE ood 4-8",
            "PIECE od> 4-8",
            "UNKNOWN noon 9-13",
            "PIECE <no 9-13",
            "SEQUENCE not good 0-8");
    assertThat(encoder.name(features.get(1).id())).isEqualTo("<no");
  }

  @Test
  void hashesAreFastTexts() {
    // FNV-1a's published test values; bytes from 0x80 on differ, for fastText takes them as signed.
    assertThat(NgramHash.of("")).isEqualTo(0x811C9DC5);
    assertThat(NgramHash.of("a")).isEqualTo(0xE40C292C);
    assertThat(NgramHash.of("foobar")).isEqualTo(0xBF9CF968);
    Random random = new Random(3);
    for (int round = 0; round < 500; round++) {
      char[] chars = new char[random.nextInt(6)];
      for (int i = 0; i < chars.length; i++) {
        chars[i] = (char) (random.nextBoolean() ? random.nextInt(0x900) : random.nextInt(0x10000));
      }
      byte[] bytes = new String(chars).getBytes(StandardCharsets.UTF_8);
      assertThat(NgramHash.of(chars, 0, chars.length))
          .isEqualTo(NgramHash.of(bytes, 0, bytes.length));
    }
    char[] violin = "🎻é日".toCharArray();
    assertThat(NgramHash.of(violin, 0, violin.length)).isEqualTo(NgramHash.of("🎻é日"));
  }

  @Test
  void hashedNgramsHaveIdsBehindTheVocabulary() {
    TextEncoder encoder = TextEncoder.fit(TEXTS, PLAIN.withNgrams(HASHED));
    assertThat(encoder.size()).isEqualTo(9 + 1000);
    List<TextFeature> features = encoder.features("not so bad");
    for (TextFeature feature : features) {
      int expected =
          switch (feature.kind()) {
            case PIECE -> 9 + Integer.remainderUnsigned(NgramHash.of(feature.name()), 1000);
            case SEQUENCE -> {
              long hash = 0;
              String[] words = feature.name().split(" ", -1);
              for (int i = 0; i < words.length; i++) {
                int own = NgramHash.of(words[i]);
                hash = i == 0 ? own : hash * 116049371 + own;
              }
              yield 9 + (int) Long.remainderUnsigned(hash, 1000);
            }
            default -> encoder.vocabulary().id(feature.name());
          };
      assertThat(feature.id()).as(feature.toString()).isEqualTo(expected);
    }
    assertThat(features.stream().map(TextFeature::name))
        .contains("<s", "o>", "<so>", "not so", "not so bad", "so bad")
        .doesNotContain("<", ">");
    assertThat(encoder.name(20)).isEqualTo("<bucket 11>");
  }

  @Test
  void featuresAreTheTokensInOrder() {
    for (NGrams ngrams : List.of(NGrams.NONE, HASHED, HASHED.withBuckets(0).withMinCount(2))) {
      List<String> texts = randomTexts(60);
      TextEncoder encoder = TextEncoder.fit(texts.subList(0, 40), PLAIN.withNgrams(ngrams));
      TokenBags bags = encoder.encode(texts);
      for (int i = 0; i < texts.size(); i++) {
        int[] tokens = Arrays.copyOfRange(bags.tokens(), bags.offsets()[i], bags.offsets()[i + 1]);
        List<TextFeature> features = encoder.features(texts.get(i));
        assertThat(features.stream().mapToInt(TextFeature::id)).containsExactly(box(tokens));
        for (TextFeature feature : features) {
          assertThat(feature.id()).isBetween(0, encoder.size() - 1);
          String source = texts.get(i).substring(feature.start(), feature.end());
          if (feature.kind() == TextFeature.Kind.WORD) {
            assertThat(source).isEqualToIgnoringCase(feature.name());
          }
        }
      }
    }
  }

  private static Integer[] box(int[] values) {
    return Arrays.stream(values).boxed().toArray(Integer[]::new);
  }

  private static List<String> randomTexts(int size) {
    Random random = new Random(11);
    String[] words = {"Good", "bad", "é", "日本", "🎻", "it's", "3.5", "?", "verylongword", "\uD800"};
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(8); n > 0; n--) {
        text.append(words[random.nextInt(words.length)]).append(n % 3 == 0 ? "  " : " ");
      }
      texts.add(text.toString());
    }
    return texts;
  }

  @Test
  void theSameForAnyNumberOfThreads() {
    List<String> texts = randomTexts(40_000);
    TextOptions options = PLAIN.withNgrams(NGrams.NONE.withWords(2));
    TextEncoder encoder = TextEncoder.fit(texts, options);
    TokenBags bags = encoder.encode(texts);
    int threads = Parallel.threads();
    Parallel.limitThreads(1);
    try {
      TextEncoder alone = TextEncoder.fit(texts, options);
      assertThat(alone.vocabulary().words()).isEqualTo(encoder.vocabulary().words());
      assertThat(alone.encode(texts).tokens()).isEqualTo(bags.tokens());
      assertThat(alone.encode(texts).offsets()).isEqualTo(bags.offsets());
    } finally {
      Parallel.limitThreads(threads);
    }
    int[] some = {39_999, 3, 3};
    TokenBags chosen = bags.rows(some);
    assertThat(chosen.tokens())
        .isEqualTo(encoder.encode(Arrays.stream(some).mapToObj(texts::get).toList()).tokens());
  }

  @Test
  void jsonGivesTheSameEncoder() {
    TextOptions options =
        new TextOptions(
            new TokenOptions(TokenOptions.Segmentation.UNICODE, true, Stemming.ENGLISH, true),
            HASHED,
            1,
            500);
    TextEncoder encoder = TextEncoder.fit(TEXTS, options);
    TextEncoder read = TextEncoder.of(JsonValue.parse(encoder.json().json()));
    assertThat(read.options()).isEqualTo(options);
    assertThat(read.vocabulary().words()).isEqualTo(encoder.vocabulary().words());
    assertThat(read.encode(TEXTS).tokens()).isEqualTo(encoder.encode(TEXTS).tokens());
    for (String broken :
        List.of(
            "[]",
            "{}",
            encoder.json().json().replace("english", "klingon"),
            encoder.json().json().replace("\"buckets\":1000", "\"buckets\":-1"),
            encoder.json().json().replace("\"good\"", "\"bad\""))) {
      assertThatThrownBy(() -> TextEncoder.of(JsonValue.parse(broken)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void hugeTextsAreEncoded() {
    TextEncoder plain = TextEncoder.fit(TEXTS, PLAIN);
    assertThat(plain.encode(List.of("good ".repeat(2_000_000))).tokens()).hasSize(2_000_000);
    TextEncoder hashed = TextEncoder.fit(TEXTS, PLAIN.withNgrams(HASHED));
    // Each word with its 12 pieces; sequences of two and three words.
    assertThat(hashed.encode(List.of("good ".repeat(100_000))).tokens())
        .hasSize(100_000 * 13 + 99_999 + 99_998);
  }

  @Test
  void optionsAreChecked() {
    assertThatThrownBy(() -> NGrams.NONE.withWords(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> NGrams.NONE.withChars(3, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> NGrams.NONE.withBuckets(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PLAIN.withMinCount(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TokenBags(new int[2], new int[] {0, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bags: offsets (2) do not ascend from 0 to tokens (2)");
  }
}
