package dev.softmax.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir private Path folder;

  private Path file(long length, byte[] json, int data) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(length).put(json);
    return Files.write(folder.resolve("m.safetensors"), bytes.array());
  }

  private Path file(String json, int data) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return file(bytes.length, bytes, data);
  }

  private static void fails(Path file, String... words) {
    assertThatThrownBy(() -> Safetensors.open(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("\n");
  }

  @Test
  void whatIsWrittenIsRead() {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("bytes", StoredTensor.of(new byte[] {0, -1, 3}, 3));
    tensors.put("doubles", StoredTensor.of(new double[] {1, Math.PI, -0.0, 1e-320}, 2, 2));
    tensors.put("floats", StoredTensor.of(new float[] {1.5f, Float.MIN_VALUE}, 1, 2, 1));
    tensors.put("longs", StoredTensor.of(new long[] {Long.MIN_VALUE}));
    tensors.put("ints", StoredTensor.of(new int[] {-5, 7}, 2));
    tensors.put("none", StoredTensor.of(new double[0], 0, 3));
    Path file = folder.resolve("m.safetensors");
    Safetensors.write(file, Map.of("kind", "tést \"\n", "a", "b"), tensors);
    try (Safetensors back = Safetensors.open(file)) {
      assertThat(back.metadata())
          .containsExactly(Map.entry("a", "b"), Map.entry("kind", "tést \"\n"));
      assertThat(back.names())
          .containsExactly("doubles", "longs", "none", "floats", "ints", "bytes");
      assertThat(back.tensor("doubles").toDoubles()).containsExactly(1, Math.PI, -0.0, 1e-320);
      assertThat(back.tensor("doubles").hasShape(2, 2)).isTrue();
      assertThat(back.tensor("floats").toFloats()).containsExactly(1.5f, Float.MIN_VALUE);
      assertThat(back.tensor("floats").shape()).containsExactly(1, 2, 1);
      assertThat(back.tensor("longs").toLongs()).containsExactly(Long.MIN_VALUE);
      assertThat(back.tensor("ints").toDoubles()).containsExactly(-5, 7);
      assertThat(back.tensor("bytes").toLongs()).containsExactly(0, 255, 3);
      assertThat(back.tensor("none").toDoubles()).isEmpty();
      assertThatThrownBy(() -> back.tensor("other"))
          .isInstanceOf(InputException.class)
          .hasMessage(file + ": has no tensor 'other'");
    }
  }

  @Test
  void theOrderOfWritingDoesNotMatter() throws IOException {
    StoredTensor one = StoredTensor.of(new double[] {1}, 1);
    StoredTensor two = StoredTensor.of(new double[] {2}, 1);
    Map<String, StoredTensor> forth = new LinkedHashMap<>();
    forth.put("a", one);
    forth.put("b", two);
    Map<String, StoredTensor> back = new LinkedHashMap<>();
    back.put("b", two);
    back.put("a", one);
    Safetensors.write(folder.resolve("1"), Map.of(), forth);
    Safetensors.write(folder.resolve("2"), Map.of(), back);
    assertThat(Files.mismatch(folder.resolve("1"), folder.resolve("2"))).isEqualTo(-1);
    assertThat(ByteBuffer.wrap(Files.readAllBytes(folder.resolve("1"))).get(0) % 8).isZero();
  }

  @Test
  void halvesAndFlags() throws IOException {
    String json =
        "{\"h\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[4,6]},"
            + "\"f\":{\"dtype\":\"BOOL\",\"shape\":[2],\"data_offsets\":[6,8]}}";
    Path file = file(json, 8);
    byte[] bytes = Files.readAllBytes(file);
    // 1.5 and −2 in half precision, −2 in bfloat16, false and true.
    byte[] data = {0x00, 0x3E, 0x00, (byte) 0xC0, 0x00, (byte) 0xC0, 0, 1};
    System.arraycopy(data, 0, bytes, bytes.length - 8, 8);
    Files.write(file, bytes);
    try (Safetensors tensors = Safetensors.open(file)) {
      assertThat(tensors.tensor("h").toFloats()).containsExactly(1.5f, -2);
      assertThat(tensors.tensor("b").toDoubles()).containsExactly(-2);
      assertThat(tensors.tensor("f").toLongs()).containsExactly(0, 1);
    }
  }

  @Test
  void typesThatAreNotReadAreNamed() throws IOException {
    String json =
        "{\"s\":{\"dtype\":\"I16\",\"shape\":[2,2],\"data_offsets\":[0,8]},"
            + "\"f\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
            + "\"e\":{\"dtype\":\"F8_E4M3\",\"shape\":[3],\"data_offsets\":[12,15]},"
            + "\"h\":{\"dtype\":\"F4\",\"shape\":[2],\"data_offsets\":[15,16]}}";
    Path file = file(json, 16);
    try (Safetensors tensors = Safetensors.open(file)) {
      assertThat(tensors.names()).containsExactly("f", "s", "e", "h");
      assertThat(tensors.tensors().keySet()).containsExactly("f");
      assertThat(tensors.unread())
          .containsExactly(
              Map.entry("s", "I16 (2, 2)"),
              Map.entry("e", "F8_E4M3 (3)"),
              Map.entry("h", "F4 (2)"));
      assertThat(tensors.tensor("f").toFloats()).containsExactly(0);
      assertThat(tensors.contains("s")).isTrue();
      assertThatThrownBy(() -> tensors.tensor("s"))
          .isInstanceOf(InputException.class)
          .hasMessage(file + ": tensor 's' is I16 (2, 2), a type that is not read");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[0,8]  | I16 | [2]   | 8 bytes, but I16 (2) needs 4",
        "[0,8]  | F64 | [2]   | 8 bytes, but F64 (2) needs 16",
        "[0,16] | F64 | [2]   | ends at byte 16, but the file has only 8",
        "[8,0]  | F64 | [1]   | ends at byte 0 before it begins at 8",
        "[0,8]  | F64 | [-1]  | negative",
        "[0,8]  | F64 | [4294967296,4294967296] | impossible shape",
        "[0,8]  | F64 | [99999999999999999999]  | too large",
        "[0,8]  | F64 | [1.5] | whole numbers",
        "[0,8]  | F64 | [[1]] | whole numbers",
        "[0,8]  | F99 | [1]   | unknown type 'F99'",
        "[0]    | F64 | [1]   | two data_offsets",
        "[0,4]  | F32 | [1]   | 4 bytes follow the last tensor",
        "[4,8]  | F32 | [1]   | leaves a hole",
        "7      | F32 | [1]   | not a list",
      })
  void tensorsThatDoNotFit(String offsets, String type, String shape, String words)
      throws IOException {
    String json =
        "{\"t\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}"
            .formatted(type, shape, offsets);
    fails(file(json, 8), "tensor 't'".substring(0, words.contains("follow") ? 0 : 10), words);
  }

  @Test
  void tensorsThatOverlap() throws IOException {
    String json =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}";
    fails(file(json, 12), "tensor 'b'", "overlaps");
  }

  @Test
  void namesThatAreThereTwice() throws IOException {
    String tensor = "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";
    fails(file("{\"a\":" + tensor + ",\"a\":" + tensor + "}", 4), "two tensors", "'a'");
    fails(file("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", 0), "'k'", "twice");
    fails(file("{\"__metadata__\":{},\"__metadata__\":{}}", 0), "two __metadata__");
    fails(file("{\"__metadata__\":{\"k\":1}}", 0), "'k'", "not a text");
    String twice = "{\"dtype\":\"F32\",\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,4]}";
    fails(file("{\"a\":" + twice + "}", 4), "'a'", "two 'dtype'");
  }

  @Test
  void headersThatAreNoJson() throws IOException {
    fails(file("{\"a\":", 4), "not valid JSON");
    fails(file("[1]", 4), "does not start with {");
    fails(file("{} {}", 0), "something follows");
    fails(file("{\"a\":" + "[".repeat(100_000), 4), "tensor 'a'", "not an object");
    String deep = "{\"a\":" + "{\"x\":".repeat(100_000) + "1" + "}".repeat(100_001);
    fails(file(deep, 4), "not valid JSON", "depth");
    fails(file(5, new byte[] {'{', '"', (byte) 0xC3, '(', '"'}, 0), "not valid JSON");
    String control = "{\"a\u001b[31m\":1}";
    fails(file(control, 0), "not valid JSON");
  }

  @ParameterizedTest
  @CsvSource({
    "0x7FFFFFFFFFFFFFFF",
    "-0x8000000000000000",
    "-1",
    "0",
    "1",
    "100",
    "100000001",
    "0x7FFFFFFF"
  })
  void headerLengths(String length) throws IOException {
    fails(file(Long.decode(length), "{}".getBytes(StandardCharsets.UTF_8), 20), "header", "30");
  }

  @Test
  void everyTruncationIsOneSentence() throws IOException {
    Path file = folder.resolve("m.safetensors");
    Safetensors.write(file, Map.of("k", "v"), Map.of("t", StoredTensor.of(new double[] {1, 2}, 2)));
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      fails(file, "m.safetensors");
    }
  }

  @Test
  void randomDamageIsOneSentenceOrHarmless() throws IOException {
    Path file = folder.resolve("m.safetensors");
    Safetensors.write(
        file,
        Map.of("k", "v"),
        Map.of("t", StoredTensor.of(new double[] {1, 2}, 2), "u", StoredTensor.of(new int[1], 1)));
    byte[] whole = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(5);
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      byte[] damaged = whole.clone();
      for (int k = random.nextInt(3); k >= 0; k--) {
        damaged[random.nextInt(damaged.length - 20)] = (byte) random.nextInt(256);
      }
      Files.write(file, damaged);
      try (Safetensors opened = Safetensors.open(file)) {
        for (String name : opened.names()) {
          assertThat(opened.tensor(name).toDoubles()).hasSizeLessThan(17);
        }
      } catch (InputException e) {
        refused++;
        assertThat(e).hasMessageStartingWith(file + ": ").hasMessageNotContaining("\n");
      }
    }
    assertThat(refused).isGreaterThan(200);
  }

  @Test
  void noFileAndNoRegularFile() {
    fails(folder, "not a regular file");
    fails(folder.resolve("no"), "there is no such file");
  }
}
