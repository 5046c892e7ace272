package dev.softmax.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path folder;

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  @Test
  void replacesAFileAndFollowsLinks() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    AtomicFile.write(link, out -> out.write('x'));
    assertThat(Files.readString(file)).isEqualTo("x");
    assertThat(link).isSymbolicLink();
    assertThat(files()).isEqualTo(2);
  }

  @Test
  void leavesTheOldFileWhenWritingFails() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new IOException("no more");
                    }))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ": cannot be written: no more");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      throw new IllegalStateException("of the caller");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Files.readString(file)).isEqualTo("old");
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void foldersThatAreNotThere() {
    Path file = folder.resolve("no").resolve("a");
    assertThatThrownBy(() -> AtomicFile.write(file, out -> out.write('x')))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ": cannot be written: there is no folder " + folder.resolve("no"));
    assertThatThrownBy(() -> AtomicFile.write(folder, out -> out.write('x')))
        .isInstanceOf(InputException.class)
        .hasMessage(folder + ": cannot be written: it is a folder");
  }

  @Test
  void aDeviceIsNotReplaced() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "no /dev/full here: skipped");
    assertThatThrownBy(() -> AtomicFile.write(full, out -> out.write('x')))
        .isInstanceOf(InputException.class)
        .hasMessage("/dev/full: cannot be written: No space left on device");
    assertThat(full).exists();
  }
}
