package dev.softmax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {
  @TempDir private Path folder;

  private Path write(String name, int magic, int[] dimensions, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * dimensions.length + bytes);
    buffer.putInt(magic);
    for (int dimension : dimensions) {
      buffer.putInt(dimension);
    }
    for (int i = 0; i < bytes; i++) {
      buffer.put((byte) (i + 250));
    }
    return Files.write(folder.resolve(name), buffer.array());
  }

  private static void fails(Path path, String... words) {
    assertThatThrownBy(() -> TableReader.read(path, ReadOptions.defaults()))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void pairOfFiles() throws IOException {
    Path pictures = write("train-images.idx3-ubyte", 0x803, new int[] {3, 2, 2}, 12);
    Path labels = write("train-labels.idx1-ubyte", 0x801, new int[] {3}, 3);
    for (Path path : new Path[] {pictures, labels, folder}) {
      Table table = TableReader.read(path, ReadOptions.defaults());
      assertThat(table.names()).containsExactly("pixel0", "pixel1", "pixel2", "pixel3", "label");
      assertThat(((NumericColumn) table.column("pixel1")).value(1)).isEqualTo(255);
      assertThat(((NumericColumn) table.column("pixel3")).value(2)).isEqualTo(5);
      assertThat(table.column("label").text(2)).isEqualTo("252");
      assertThat(table.place(1)).endsWith("train-images.idx3-ubyte, row 2");
    }
    assertThat(TableReader.testSet(pictures)).isEmpty();
    assertThat(TableReader.testSet(folder)).isEmpty();
    Path test = write("t10k-images.idx3-ubyte", 0x803, new int[] {1, 2, 2}, 4);
    assertThat(TableReader.testSet(pictures)).contains(test);
    assertThat(TableReader.testSet(folder)).contains(test);
    assertThat(TableReader.read(test, ReadOptions.defaults()).contains("label")).isFalse();
  }

  @Test
  void headersThatPromiseTooMuch() throws IOException {
    int most = Integer.MAX_VALUE;
    fails(write("a", 0x803, new int[] {most, most, most}, 9), "/a", "more than 2 GB");
    fails(write("b", 0x803, new int[] {-1, 28, 28}, 9), "/b", "negative");
    fails(write("c", 0x803, new int[] {2_000_000, 28, 28}, 9), "/c", "cut off", "holds 9");
    fails(write("d", 0x803, new int[] {0, most, most}, 0), "/d", "0 pictures");
    fails(write("e", 0x803, new int[] {2, 2, 2}, 9), "/e", "more than the 2×2×2 bytes");
    fails(write("f", 0x803, new int[] {2}, 0), "/f", "cut off");
    fails(write("g", 0xD03, new int[] {1, 1, 1}, 4), "/g", "0x0D");
    fails(write("h", 0x803, new int[] {1, 1000, 1000}, 1_000_000), "/h", "1000000 pixels");
  }

  @Test
  void labelsThatDoNotBelong() throws IOException {
    Path labels = write("x-labels", 0x801, new int[] {3}, 3);
    fails(labels, "x-labels", "pictures are not beside it");
    fails(write("x-images", 0x803, new int[] {2, 2, 2}, 8), "3 labels", "2 pictures");
  }
}
