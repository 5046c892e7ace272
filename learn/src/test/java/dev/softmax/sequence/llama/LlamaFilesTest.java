package dev.softmax.sequence.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.softmax.io.InputException;
import dev.softmax.nn.Transformer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Small files, and what is said of broken ones.
class LlamaFilesTest {
  private static final int[] HEADER = {4, 6, 2, 2, 1, 260, 10};

  @TempDir private Path folder;

  /// Floats of a model of that header: embedding, two layers, norm, angles.
  private static final int FLOATS = 260 * 4 + 2 * (8 + 32 + 16 + 72) + 4 + 20;

  private static ByteBuffer model(int[] header, int floats) {
    ByteBuffer bytes = ByteBuffer.allocate(28 + 4 * floats).order(ByteOrder.LITTLE_ENDIAN);
    for (int number : header) {
      bytes.putInt(number);
    }
    for (int i = 0; i < floats; i++) {
      bytes.putFloat(i);
    }
    return bytes.flip();
  }

  private static byte[] content(ByteBuffer bytes) {
    byte[] content = new byte[bytes.remaining()];
    bytes.duplicate().get(content);
    return content;
  }

  private Path write(ByteBuffer bytes) throws IOException {
    return Files.write(folder.resolve("model.bin"), content(bytes));
  }

  private static float first(Transformer transformer, String name) {
    return transformer.parameters().get(name).data()[0];
  }

  @Test
  void weightsLieInTheOrderOfTheFile() throws IOException {
    Transformer transformer = LlamaWeights.read(write(model(HEADER, FLOATS)));
    assertThat(first(transformer, "token_embedding.weight")).isZero();
    assertThat(first(transformer, "blocks.0.norm1.weight")).isEqualTo(1040);
    assertThat(first(transformer, "blocks.1.norm1.weight")).isEqualTo(1044);
    assertThat(first(transformer, "blocks.0.attention.query.weight")).isEqualTo(1048);
    assertThat(first(transformer, "blocks.0.attention.key.weight")).isEqualTo(1080);
    assertThat(first(transformer, "blocks.1.attention.value.weight")).isEqualTo(1104);
    assertThat(first(transformer, "blocks.0.attention.output.weight")).isEqualTo(1112);
    assertThat(first(transformer, "blocks.0.norm2.weight")).isEqualTo(1144);
    assertThat(first(transformer, "blocks.0.feed_forward.gate.weight")).isEqualTo(1152);
    assertThat(first(transformer, "blocks.0.feed_forward.down.weight")).isEqualTo(1200);
    assertThat(first(transformer, "blocks.0.feed_forward.up.weight")).isEqualTo(1248);
    assertThat(first(transformer, "norm.weight")).isEqualTo(1296);
    assertThat(transformer.options().tied()).isTrue();
    assertThat(transformer.options().context()).isEqualTo(10);
  }

  @Test
  void aNegativeVocabularyMeansAClassifierOfItsOwn() throws IOException {
    int[] header = HEADER.clone();
    header[5] = -260;
    Transformer transformer = LlamaWeights.read(write(model(header, FLOATS + 1040)));
    assertThat(transformer.options().vocabulary()).isEqualTo(260);
    assertThat(first(transformer, "head.weight")).isEqualTo(FLOATS);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 27})
  void filesTooShortForAHeader(int length) throws IOException {
    ByteBuffer bytes = model(HEADER, FLOATS).limit(length);
    assertRefused(bytes, "model.bin: is no model of llama2.c: " + length + " bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {28, 29, 28 + 4 * FLOATS - 1, 28 + 4 * FLOATS - 4})
  void truncatedFiles(int length) throws IOException {
    ByteBuffer bytes = model(HEADER, FLOATS).limit(length);
    assertRefused(
        bytes,
        "model.bin: has " + length + " bytes, but its header",
        "asks for " + (28 + 4 * FLOATS));
  }

  @Test
  void filesTooLong() throws IOException {
    assertRefused(model(HEADER, FLOATS + 1), "asks for " + (28 + 4 * FLOATS));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, a width of 0",
    "0, -64, a width of -64",
    "0, 2147483647, a width of 2147483647",
    "1, -1, a hidden width of -1",
    "2, 1000000000, a number of layers of 1000000000",
    "3, 0, a number of heads of 0",
    "3, 3, 'a width of 4, 3 heads and 1 key heads'",
    "3, 4, 'a width of 4, 4 heads and 1 key heads'",
    "4, 0, a number of key heads of 0",
    "4, 3, 'a width of 4, 2 heads and 3 key heads'",
    "5, 0, a vocabulary of 0",
    "5, -2147483648, a vocabulary of -2147483648",
    "6, -5, a context of -5"
  })
  void headersOfNonsense(int place, int value, String message) throws IOException {
    int[] header = HEADER.clone();
    header[place] = value;
    assertRefused(model(header, FLOATS), "model.bin: is no model of llama2.c: ", message);
  }

  @Test
  void hugeNumbersAskForMoreThanTheFileHasBeforeAnythingIsAllocated() throws IOException {
    int most = 1 << 20;
    int[] header = {most, most, 2, 2, 1, most, 9};
    assertRefused(model(header, 5), "model.bin: has 48 bytes, but its header (width 1048576");
    // A short file, since its layers are narrow, that asks for many keys and values.
    int[] narrow = {2, 1, 1000, 1, 1, 260, most};
    assertRefused(
        model(narrow, 5), "1000 layers with keys of 2 for 1048576 tokens would not fit in memory");
  }

  @Test
  void noiseIsRefused() throws IOException {
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < 200; i++) {
      byte[] noise = new byte[random.nextInt(400)];
      random.nextBytes(noise);
      assertRefused(ByteBuffer.wrap(noise), "model.bin: ");
      assertThatExceptionOfType(InputException.class)
          .isThrownBy(() -> LlamaTokenizer.read(folder.resolve("model.bin")))
          .withMessageContaining("model.bin: ");
    }
  }

  private void assertRefused(ByteBuffer bytes, String... message) throws IOException {
    Path file = write(bytes);
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> LlamaWeights.read(file))
        .withMessageContainingAll(message);
  }

  private static ByteBuffer tokenizer(int tokens) {
    ByteBuffer bytes = ByteBuffer.allocate(10_000).order(ByteOrder.LITTLE_ENDIAN).putInt(6);
    for (int id = 0; id < tokens; id++) {
      String piece = id < 3 ? "<s>" : id < 259 ? "<0x%02X>".formatted(id - 3) : "p" + id;
      bytes.putFloat(-id).putInt(piece.length());
      bytes.put(piece.getBytes(StandardCharsets.ISO_8859_1));
    }
    return bytes.flip();
  }

  private void assertNoTokenizer(ByteBuffer bytes, String message) throws IOException {
    Path file = Files.write(folder.resolve("tok.bin"), content(bytes));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> LlamaTokenizer.read(file))
        .withMessageContaining(message);
  }

  @Test
  void brokenTokenizers() throws IOException {
    ByteBuffer good = tokenizer(260);
    int length = good.limit();
    assertNoTokenizer(tokenizer(258), "tok.bin: is no tokenizer of llama2.c: 258 tokens");
    assertNoTokenizer(tokenizer(260).limit(3), "it has 3 bytes");
    assertNoTokenizer(tokenizer(260).limit(length - 5), "tok.bin: ends within token 259");
    assertNoTokenizer(
        tokenizer(260).limit(length - 1),
        "tok.bin: token 259 has a length of 4, but the longest has 6 and 3 bytes are left");
    assertNoTokenizer(tokenizer(260).putInt(8, -3), "tok.bin: token 0 has a length of -3");
    assertNoTokenizer(tokenizer(260).putInt(8, 7), "tok.bin: token 0 has a length of 7");
    assertNoTokenizer(
        tokenizer(260).putFloat(4, Float.NaN), "tok.bin: the score of token 0 is NaN");
  }

  @Test
  void aTokenizerOfAnotherModel() throws IOException {
    Path weights = write(model(HEADER, FLOATS));
    ByteBuffer bytes = tokenizer(261);
    Path tokens = Files.write(folder.resolve("tok.bin"), content(bytes));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> LlamaModel.read(weights, tokens))
        .withMessageContainingAll("tok.bin: has 261 tokens, but the model ", "model.bin has 260");
    LlamaTokenizer tokenizer = LlamaTokenizer.read(tokens);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LlamaModel(LlamaWeights.read(weights), tokenizer))
        .withMessage("llama: a model of 260 tokens but a tokenizer of 261");
    assertThatIllegalArgumentException().isThrownBy(() -> tokenizer.bytes(0, 261));
  }

  @Test
  void filesThatAreNotThere() {
    Path missing = folder.resolve("none.bin");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> LlamaModel.read(missing, missing))
        .withMessageContaining("none.bin: cannot be read");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> LlamaTokenizer.read(missing))
        .withMessageContaining("none.bin: cannot be read");
  }
}
