package dev.softmax.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.data.ClassLabels;
import dev.softmax.data.SharedData;
import dev.softmax.io.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureDataTest {
  @TempDir private Path folder;

  private Path picture(String name, int grey) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    byte[] samples = new byte[4 * 6 * 3];
    Arrays.fill(samples, (byte) grey);
    return Drawn.write(Picture.of(samples, 4, 6, 3), file);
  }

  private static void fails(Path path, String... words) {
    assertThatThrownBy(() -> PictureData.read(path))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(words);
  }

  private static List<String> labels(PictureData data) {
    return IntStream.range(0, data.size()).mapToObj(data::label).toList();
  }

  private static int first(PictureData data, int row) {
    return data.picture(row).samples()[0] & 0xFF;
  }

  @Test
  void aFolderForEachClass() throws IOException {
    picture("set/dogs/b.png", 2);
    picture("set/cats/deep/er/z.png", 1);
    picture("set/cats/a.png", 0);
    picture("set/.hidden/a.png", 9);
    picture("set/dogs/.hidden.png", 9);
    Files.writeString(folder.resolve("set/dogs/notes.txt"), "not a picture");
    PictureData data = PictureData.read(folder.resolve("set"));
    assertThat(labels(data)).containsExactly("cats", "cats", "dogs");
    assertThat(IntStream.range(0, 3).map(row -> first(data, row))).containsExactly(0, 1, 2);
    assertThat(data.name(1)).endsWith("z.png");
    assertThat(data.target()).isEqualTo("label");
    assertThat(data.picture(0)).hasToString("6×4×3");
    PictureData some = data.rows(new int[] {2, 0});
    assertThat(labels(some)).containsExactly("dogs", "cats");
    assertThat(first(some, 0)).isEqualTo(2);
    assertThat(some.rows(new int[] {1}).name(0)).endsWith("a.png");
    ClassLabels other = ClassLabels.of("label", List.of("cats", "horses"));
    assertThatThrownBy(() -> data.labelled(other))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("b.png", "'dogs'", "'horses'");
  }

  @Test
  void trainAndTestBesideEachOther() throws IOException {
    picture("set/train/a/1.png", 1);
    picture("set/train/b/2.png", 2);
    picture("set/val/b/3.png", 3);
    Path set = folder.resolve("set");
    assertThat(labels(PictureData.read(set))).containsExactly("a", "b");
    assertThat(PictureData.testSet(set)).contains(set.resolve("val"));
    assertThat(PictureData.testSet(set.resolve("train"))).isPresent();
    PictureData test = PictureData.read(PictureData.testSet(set).orElseThrow());
    assertThat(labels(test)).containsExactly("b");
    assertThat(PictureData.testSet(set.resolve("val"))).isEmpty();
  }

  @Test
  void folderThatIsNone() throws IOException {
    fails(folder.resolve("nowhere"), "nowhere: does not exist");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    fails(empty, "empty: holds no picture");
    picture("loose/a.png", 1);
    picture("loose/b.png", 1);
    fails(folder.resolve("loose"), "loose: holds 2 pictures, but no folder for each class");
    picture("half/cats/a.png", 1);
    Files.createDirectory(folder.resolve("half/dogs"));
    fails(folder.resolve("half"), "dogs: is the folder of a class, but holds no picture");
    picture("one/cats/a.png", 1);
    PictureData one = PictureData.read(folder.resolve("one"));
    assertThatThrownBy(() -> ClassLabels.fit(one.targets(), one.target()))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("one class only", "'cats'");
  }

  @Test
  void fileThatIsNoPicture() throws IOException {
    Path text = Files.writeString(folder.resolve("text.jpg"), "Good day.");
    PictureData data = PictureData.unlabelled(List.of(text));
    assertThatThrownBy(() -> data.picture(0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("text.jpg");
    assertThatThrownBy(data::targets)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("without labels");
  }

  @Test
  void tableOfPaths() throws IOException {
    picture("some/a.png", 1);
    picture("some/b.png", 2);
    Path table =
        Files.writeString(
            folder.resolve("t.csv"), "kind,file,note\n10,some/b.png,x\n9,some/a.png,y\n");
    fails(table, "which column holds the labels", "kind, file, note");
    for (String column : List.of("kind", "1")) {
      PictureData data = PictureData.read(table, PictureReadOptions.defaults().withLabel(column));
      assertThat(labels(data)).containsExactly("10", "9");
      assertThat(data.target()).isEqualTo("kind");
      assertThat(first(data, 0)).isEqualTo(2);
      assertThat(data.file()).contains(table);
      assertThat(ClassLabels.fit(data.targets(), "kind").classes()).containsExactly(1, 0);
    }
    Path bare = Files.writeString(folder.resolve("bare.csv"), "some/a.png,cat\nsome/b.png,dog\n");
    assertThat(labels(PictureData.read(bare))).containsExactly("cat", "dog");
    Path missing =
        Files.writeString(folder.resolve("m.csv"), "path,label\nsome/a.png,cat\nsome/c.png,dog\n");
    fails(missing, "m.csv, line 3", "'some/c.png' is no file");
    Path none = Files.writeString(folder.resolve("n.csv"), "size,label\n3,cat\n4,dog\n");
    fails(none, "n.csv: no column holds the paths", "size, label");
  }

  @Test
  void idxOfColour() throws IOException {
    ByteBuffer pictures = ByteBuffer.allocate(4 + 16 + 2 * 12);
    pictures.putInt(0x804).putInt(2).putInt(2).putInt(2).putInt(3);
    for (int i = 0; i < 24; i++) {
      pictures.put((byte) i);
    }
    Path file = Files.write(folder.resolve("train-images.idx"), pictures.array());
    assertThat(PictureData.read(file).isLabelled()).isFalse();
    Files.write(folder.resolve("train-labels.idx"), new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 5, 10});
    PictureData data = PictureData.read(file);
    assertThat(labels(data)).containsExactly("5", "10");
    assertThat(data.picture(1)).hasToString("2×2×3");
    assertThat(first(data, 1)).isEqualTo(12);
    assertThat(data.name(1)).endsWith("train-images.idx, picture 2");
    ByteBuffer flat = ByteBuffer.allocate(4 + 8 + 4);
    flat.putInt(0x802).putInt(1).putInt(4);
    fails(Files.write(folder.resolve("flat.idx"), flat.array()), "of 2 dimensions");
  }

  @Test
  void picturesWithoutLabels() throws IOException {
    Path single = picture("x/a.png", 1);
    picture("y/deep/b.png", 2);
    PictureData data = PictureData.unlabelled(List.of(folder.resolve("y"), single));
    assertThat(data.size()).isEqualTo(2);
    assertThat(first(data, 0)).isEqualTo(2);
    assertThatThrownBy(() -> PictureData.unlabelled(List.of(folder.resolve("z"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void mnistAndItsTestSet() {
    Path mnist = SharedData.file("mnist");
    PictureData data = PictureData.read(mnist);
    assertThat(data.size()).isEqualTo(60_000);
    assertThat(labels(data.rows(new int[] {0, 1, 2, 3, 4})))
        .containsExactly("5", "0", "4", "1", "9");
    assertThat(data.picture(59_999)).hasToString("28×28×1");
    Path test = PictureData.testSet(mnist).orElseThrow();
    assertThat(PictureData.read(test).size()).isEqualTo(10_000);
  }
}
