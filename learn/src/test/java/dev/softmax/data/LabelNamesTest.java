package dev.softmax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelNamesTest {
  @TempDir private Path folder;

  @Test
  void aNameALine() throws IOException {
    Path file = folder.resolve("names.txt");
    Files.writeString(file, "\uFEFFtench, Tinca tinca\r\n crane \r\nhen\r\ncrane");
    assertThat(LabelNames.read(file))
        .containsExactly("tench, Tinca tinca", "crane", "hen", "crane (3)");
    assertThatThrownBy(() -> LabelNames.read(file, 5))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith("names.txt: names 4 classes, but the model has 5");
  }

  @Test
  void listsThatAreNone() throws IOException {
    Path blank = Files.writeString(folder.resolve("blank.txt"), "a\n\nb\n");
    assertThatThrownBy(() -> LabelNames.read(blank))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("blank.txt, line 2");
    Path single = Files.writeString(folder.resolve("single.txt"), "a\n");
    assertThatThrownBy(() -> LabelNames.read(single))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("names 1 classes");
    Path binary = Files.write(folder.resolve("binary.txt"), new byte[] {-1, -40, -1, 10, 0});
    assertThatThrownBy(() -> LabelNames.read(binary))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("binary.txt: is no text");
    assertThatThrownBy(() -> LabelNames.read(folder.resolve("none.txt")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("none.txt");
  }

  @Test
  void namesOfImageNet() {
    List<String> names =
        LabelNames.read(SharedData.file("imagenet-classes/imagenet_classes.txt"), 1000);
    assertThat(new HashSet<>(names)).hasSize(1000);
    assertThat(names.get(134)).isEqualTo("crane");
    assertThat(names.get(517)).isEqualTo("crane (517)");
    assertThat(names.get(258)).isEqualTo("Samoyed");
  }
}
