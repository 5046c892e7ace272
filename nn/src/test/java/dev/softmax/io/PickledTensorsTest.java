package dev.softmax.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Checkpoints that `golden/io/checkpoints.py` wrote, and damaged copies of them.
class PickledTensorsTest {
  @TempDir private Path folder;

  private static Path golden(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(PickledTensorsTest.class.getResource("/golden/io/" + name), name)
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void compare(TensorFile file, String prefix) {
    try (Safetensors expected = Safetensors.open(golden("expected.safetensors"))) {
      String[] names =
          expected.names().stream().filter(name -> name.startsWith(prefix)).toArray(String[]::new);
      assertThat(names).isNotEmpty();
      assertThat(file.names())
          .containsExactlyInAnyOrder(
              Arrays.stream(names)
                  .map(name -> name.substring(prefix.length()))
                  .toArray(String[]::new));
      for (String name : names) {
        StoredTensor tensor = file.tensor(name.substring(prefix.length()));
        StoredTensor same = expected.tensor(name);
        assertThat(tensor).as(name).hasToString(same.toString());
        assertThat(tensor.bytes().mismatch(same.bytes())).as(name).isEqualTo(-1);
        assertThat(tensor.toDoubles()).as(name).isEqualTo(same.toDoubles());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "_legacy", "_protocol4", "_deflated"})
  void everyTypeAndStride(String form) {
    try (TensorFile file = TensorFiles.open(golden("types" + form + ".pth"))) {
      assertThat(file.file()).isEqualTo(golden("types" + form + ".pth"));
      assertThat(file.names()).startsWith("f64", "f32", "f16");
      assertThat(file.contains("shared_part")).isTrue();
      assertThat(file.contains("no")).isFalse();
      compare(file, "types.");
      assertThatThrownBy(() -> file.tensor("no"))
          .isInstanceOf(InputException.class)
          .hasMessage(file.file() + ": has no tensor 'no'");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "_legacy"})
  void theModelAmongOtherThings(String form) {
    try (TensorFile file = TensorFiles.open(golden("nested" + form + ".pth"))) {
      compare(file, "nested.");
      assertThat(file.names()).startsWith("0.weight", "0.bias", "1.weight");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "call.pth        | asks for `posix.system`, which is not part of a tensor; nothing was run",
        "call_legacy.pth | asks for `posix.system`, which is not part of a tensor; nothing was run",
        "model.pth       | asks for `torch.nn.modules.linear.Linear`, which is not part of a tensor",
        "script.pth      | is a TorchScript archive",
        "single.pth      | has no tensors by name",
        "short.pth       | tensor 'short' has numbers of a torch.ShortStorage, which are not read",
        "pickle.pth      | is a pickle, but no PyTorch checkpoint; it was not run",
      })
  void refusedInOneSentence(String name, String words) {
    Path file = golden("refused_" + name);
    assertThatThrownBy(() -> TensorFiles.open(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(words)
        .hasMessageNotContaining("\n");
    assertThat(Path.of("refused_call_was_run")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"types_legacy.pth", "types_deflated.pth", "nested.pth"})
  void everyTruncationIsOneSentence(String name) throws IOException {
    byte[] whole = Files.readAllBytes(golden(name));
    Path file = folder.resolve("m.pth");
    for (int length = 0; length < whole.length; length += length < 500 ? 1 : 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> TensorFiles.open(file))
          .as(name + " cut to " + length)
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(file + ": ")
          .hasMessageNotContaining("\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"types.pth", "types_legacy.pth", "types_deflated.pth", "types_protocol4.pth"})
  void randomDamageIsOneSentenceOrHarmless(String name) throws IOException {
    byte[] whole = Files.readAllBytes(golden(name));
    SplittableRandom random = new SplittableRandom(9);
    Path file = folder.resolve("m.pth");
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      byte[] damaged = whole.clone();
      for (int k = random.nextInt(3); k >= 0; k--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, damaged);
      try (TensorFile opened = TensorFiles.open(file)) {
        for (String tensor : opened.names()) {
          assertThat(opened.tensor(tensor).toDoubles()).hasSizeLessThan(1_000_000);
        }
      } catch (InputException e) {
        refused++;
        assertThat(e).hasMessageStartingWith(file + ": ").hasMessageNotContaining("\n");
      }
    }
    assertThat(refused).isGreaterThan(50);
  }

  /// Their first bytes are the header's length, here 0x0380, and a pickle begins with 0x80 and its protocol.
  @Test
  void safetensorsThatBeginLikeAPickle() throws IOException {
    Path file = folder.resolve("weights");
    StoredTensor one = StoredTensor.of(new float[1], 1);
    for (int length = 700; length < 900; length += 8) {
      Safetensors.write(file, Map.of("k", " ".repeat(length)), Map.of("t", one));
      try (InputStream in = Files.newInputStream(file)) {
        if (in.read() == 0x80 && in.read() == 3) {
          break;
        }
      }
    }
    assertThat(Files.readAllBytes(file)).startsWith(0x80, 3, 0, 0, 0, 0, 0, 0);
    try (TensorFile opened = TensorFiles.open(file)) {
      assertThat(opened.names()).containsExactly("t");
    }
  }

  @Test
  void filesThatAreSomethingElse() throws IOException {
    Path file = folder.resolve("m.pth");
    for (String[] contentAndWords :
        new String[][] {
          {"", "it is empty"},
          {"Dear all,\nthe weights follow.", "it is text"},
          {"version https://git-lfs.github.com/spec/v1", "Git LFS"},
          {"\0\1\2", "it begins as neither"},
          {"PK\3\4 and no more", "begins as a zip archive, but has no directory"},
        }) {
      Files.writeString(file, contentAndWords[0]);
      assertThatThrownBy(() -> TensorFiles.open(file))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(file + ": ")
          .hasMessageContaining(contentAndWords[1]);
    }
    assertThatThrownBy(() -> TensorFiles.open(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("not a regular file");
    assertThatThrownBy(() -> TensorFiles.open(folder.resolve("no.pth")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no such file");
    try (TensorFile safetensors = TensorFiles.open(golden("expected.safetensors"))) {
      assertThat(safetensors).isInstanceOf(Safetensors.class);
    }
  }
}
