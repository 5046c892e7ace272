package dev.softmax.image;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Folders of picture files. Files and folders whose names begin with a dot are passed over, and so are
/// files whose names do not end as pictures' do, such as notes beside them.
final class PictureFolder {
  private static final Set<String> ENDINGS =
      Set.of(
          "jpg", "jpeg", "jpe", "jfif", "png", "apng", "gif", "bmp", "dib", "tif", "tiff", "webp",
          "wbmp", "pbm", "pgm", "ppm", "pnm");

  /// What a folder that holds the training set is called, and what those are that hold another one.
  private static final String TRAIN = "train";

  private static final List<String> TESTS = List.of("test", "val", "valid", "validation");

  private PictureFolder() {}

  /// Whether a file's name ends as a picture's does.
  static boolean isPicture(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /// All pictures in a folder and the folders in it, sorted.
  ///
  /// @throws InputException when the folder cannot be read
  static List<Path> pictures(Path folder) {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      files
          .filter(file -> isPicture(file) && !isHidden(folder.relativize(file)))
          .filter(Files::isRegularFile)
          .forEach(found::add);
    } catch (IOException e) {
      throw InputException.unreadable(folder, e);
    } catch (UncheckedIOException e) {
      throw InputException.unreadable(folder, Objects.requireNonNull(e.getCause()));
    }
    found.sort(Comparator.comparing(PictureFolder::portable));
    return found;
  }

  /// The same order of files on every system.
  private static String portable(Path file) {
    return file.toString().replace('\\', '/');
  }

  private static boolean isHidden(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".") || part.toString().equals("__MACOSX")) {
        return true;
      }
    }
    return false;
  }

  /// The folders in a folder, sorted, without hidden ones.
  static List<Path> folders(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isDirectory)
          .filter(file -> !isHidden(folder.relativize(file)))
          .sorted(Comparator.comparing(PictureFolder::portable))
          .toList();
    } catch (IOException e) {
      throw InputException.unreadable(folder, e);
    }
  }

  /// The folder of the training set: `train` in a folder that holds sets, else the folder itself.
  static Path trainingSet(Path folder) {
    return holdsSets(folder) ? folder.resolve(TRAIN) : folder;
  }

  /// The folder of the test set (`test`, else `val`, …) beside the training set, if there is one.
  static Optional<Path> testSet(Path folder) {
    Optional<Path> sets =
        holdsSets(folder)
            ? Optional.of(folder)
            : Optional.ofNullable(folder.toAbsolutePath().normalize().getParent())
                .filter(_ -> folder.endsWith(TRAIN));
    return sets.flatMap(
        parent -> TESTS.stream().map(parent::resolve).filter(Files::isDirectory).findFirst());
  }

  private static boolean holdsSets(Path folder) {
    List<String> names =
        folders(folder).stream().map(file -> String.valueOf(file.getFileName())).toList();
    return names.contains(TRAIN)
        && names.stream().allMatch(name -> name.equals(TRAIN) || TESTS.contains(name));
  }
}
