package dev.softmax.data;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads the names of classes from a text file: one a line, in the order of their indices, UTF-8.
public final class LabelNames {
  private static final long LONGEST = 10_000_000;

  private LabelNames() {}

  /// Reads names. A name that occurs again gets its index behind it, so that all differ: of ImageNet's
  /// two cranes the machine is `crane (517)`.
  ///
  /// @param file with two lines or more
  /// @throws InputException when it cannot be read, has fewer than two lines, or naming the line that is
  ///     blank
  public static List<String> read(Path file) {
    List<String> lines;
    try {
      if (Files.isRegularFile(file) && Files.size(file) > LONGEST) {
        throw new InputException(file + ": is too large to be a list of names");
      }
      lines = Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new InputException(file + ": is no text in UTF-8", e);
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
    Set<String> known = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String name = lines.get(i).replace("\uFEFF", "").strip();
      if (name.isEmpty()) {
        throw new InputException(file + ", line " + (i + 1) + ": is blank, but each names a class");
      }
      names.add(known.add(name) ? name : name + " (" + i + ")");
    }
    if (names.size() < 2) {
      throw new InputException(
          file + ": names " + names.size() + " classes; there must be two or more, one a line");
    }
    return List.copyOf(names);
  }

  /// Reads as many names as a model has classes.
  ///
  /// @param classes how many
  /// @throws InputException as [#read(Path)] does, and when they are fewer or more
  public static List<String> read(Path file, int classes) {
    List<String> names = read(file);
    if (names.size() != classes) {
      throw new InputException(
          "%s: names %d classes, but the model has %d".formatted(file, names.size(), classes));
    }
    return names;
  }
}
