package dev.softmax.sequence.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.io.JsonValue;
import dev.softmax.nn.Decoder;
import dev.softmax.tensor.Indices;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The model stories260K: its greedy text, and the tokens that llama2.c's `run.c` (commit 350e04f) gives.
class StoriesTest {

  private static int best(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }

  private static int[] tokens(JsonValue greedy) {
    return greedy.object().need("tokens").list().stream().mapToInt(JsonValue::count).toArray();
  }

  @Test
  void greedyTokensAreTheDocumentedOnes() throws IOException {
    LlamaModel model = LlamaModel.read(Stories.weights(), Stories.tokenizer());
    JsonValue greedy = Stories.greedy();
    int[] expected = tokens(greedy);
    Decoder decoder = model.transformer().decoder();
    int[] tokens = new int[expected.length];
    int token = LlamaTokenizer.START;
    for (int i = 0; i < tokens.length; i++) {
      token = best(decoder.next(token));
      tokens[i] = token;
    }
    assertThat(tokens).isEqualTo(expected);
    // The reference leaves the name of the byte of a line end as it is.
    String text = greedy.object().need("text").text().replace("<0x0A>", "\n");
    assertThat(model.tokenizer().decode(tokens)).isEqualTo(text);
  }

  @Test
  void logitsAfterTheStartAreThoseOfDoublePrecision() throws IOException {
    LlamaModel model = LlamaModel.read(Stories.weights(), Stories.tokenizer());
    List<JsonValue> values = Stories.greedy().object().need("logits after BOS").list();
    float[] expected = new float[values.size()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (float) values.get(i).number();
    }
    assertThat(model.transformer().decoder().next(LlamaTokenizer.START))
        .containsExactly(expected, within(1e-4f));
  }

  @Test
  void aPromptReadAtOnceGoesOnAsOneReadTokenByToken() throws IOException {
    LlamaModel model = LlamaModel.read(Stories.weights(), Stories.tokenizer());
    int[] greedy = tokens(Stories.greedy());
    int[] prompt = new int[101];
    prompt[0] = LlamaTokenizer.START;
    System.arraycopy(greedy, 0, prompt, 1, 100);
    Decoder decoder = model.transformer().decoder();
    assertThat(best(decoder.read(prompt))).isEqualTo(greedy[100]);
    assertThat(best(decoder.next(greedy[100]))).isEqualTo(greedy[101]);
    float[] whole = model.transformer().logits(Indices.of(prompt, 1, 101)).values();
    for (int t = 0; t < 101; t++) {
      assertThat(best(Arrays.copyOfRange(whole, t * 512, (t + 1) * 512))).isEqualTo(greedy[t]);
    }
  }

  record Encoded(String text, int... tokens) {}

  static List<Encoded> encoded() {
    return List.of(
        new Encoded("", 1),
        new Encoded("a", 1, 261),
        new Encoded("Once upon a time", 1, 403, 407, 261, 378),
        new Encoded("hello  world", 1, 281, 306, 414, 410, 263, 304, 341),
        new Encoded(" lead", 1, 410, 278, 411, 380),
        new Encoded("\u0001", 1, 410, 4),
        new Encoded(
            "Zoë saw 漢 and 😀!",
            1,
            410,
            469,
            414,
            198,
            174,
            394,
            410,
            233,
            191,
            165,
            269,
            410,
            243,
            162,
            155,
            131,
            443),
        new Encoded(
            "Lily's mom said, \"Hi\"\n", 1, 317, 439, 419, 357, 336, 432, 313, 440, 417, 436, 13),
        new Encoded(
            "    indented\ttab", 1, 410, 410, 410, 410, 410, 417, 264, 377, 266, 12, 413, 412, 430),
        new Encoded(
            "The quick brown fox jumps over the lazy dog. 0123456789",
            1,
            291,
            410,
            456,
            425,
            417,
            340,
            268,
            420,
            327,
            416,
            272,
            414,
            444,
            410,
            449,
            425,
            423,
            427,
            419,
            334,
            330,
            265,
            278,
            412,
            451,
            422,
            400,
            428,
            426,
            410,
            477,
            475,
            479,
            472,
            484,
            480,
            490,
            491,
            487,
            483));
  }

  @ParameterizedTest
  @MethodSource("encoded")
  void textsHaveTheTokensOfRunC(Encoded example) {
    LlamaTokenizer tokenizer = LlamaTokenizer.read(Stories.tokenizer());
    assertThat(tokenizer.encode(example.text)).isEqualTo(example.tokens);
    assertThat(tokenizer.decode(example.tokens)).isEqualTo(example.text);
  }

  @Test
  void aLongTextIsEncodedInTime() {
    LlamaTokenizer tokenizer = LlamaTokenizer.read(Stories.tokenizer());
    String text = "Once upon a time, there was a little girl. ".repeat(2000);
    int[] tokens = tokenizer.encode(text);
    assertThat(tokenizer.decode(tokens)).isEqualTo(text);
    assertThat(tokens.length).isLessThan(text.length() / 2);
  }
}
