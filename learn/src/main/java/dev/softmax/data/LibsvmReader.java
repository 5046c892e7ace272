package dev.softmax.data;

import dev.softmax.io.InputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads LIBSVM's form: `label index:value index:value …` a line, indices from 1 and ascending. What
/// follows a `#` is a comment; blank lines are passed over.
public final class LibsvmReader {
  private final Path file;
  private final List<String> labels = new ArrayList<>();
  private int[] lines = new int[1 << 10];
  private int[] offsets = new int[1 << 10];
  private int[] indices = new int[1 << 12];
  private float[] values = new float[1 << 12];
  private int entries;
  private int features;

  private LibsvmReader(Path file) {
    this.file = file;
  }

  /// Reads a file; its features are as many as its largest index.
  ///
  /// @param file the file, gzip or not
  /// @throws InputException when it cannot be read or is empty, or naming the line and the entry where
  ///     an index is not positive or does not ascend, or a value is no finite number
  public static SparseRows read(Path file) {
    LibsvmReader reader = new LibsvmReader(file);
    LineReader.read(file, StandardCharsets.UTF_8, reader::line);
    return reader.rows();
  }

  private SparseRows rows() {
    int rows = labels.size();
    if (rows == 0) {
      throw new InputException(file + ": is empty");
    }
    Table targets =
        LabelColumn.table(
            file.toString(),
            null,
            LabelColumn.of(labels),
            new Places("line", Arrays.copyOf(lines, rows)));
    return new SparseRows(
        features,
        Arrays.copyOf(offsets, rows + 1),
        Arrays.copyOf(indices, entries),
        Arrays.copyOf(values, entries),
        targets);
  }

  private void line(String text, int number) {
    int comment = text.indexOf('#');
    char[] line = (comment < 0 ? text : text.substring(0, comment)).toCharArray();
    int row = labels.size();
    int start = skip(line, 0, true);
    if (start == line.length) {
      return;
    }
    int end = skip(line, start, false);
    String label = new String(line, start, end - start);
    if (label.indexOf(':') >= 0) {
      throw at(number, label, "stands where the label should be");
    }
    int before = 0;
    for (int i = skip(line, end, true); i < line.length; i = skip(line, end, true)) {
      end = skip(line, i, false);
      before = entry(line, i, end, before, number);
    }
    if (row + 2 > offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * offsets.length);
      lines = Arrays.copyOf(lines, 2 * lines.length);
    }
    labels.add(label);
    lines[row] = number;
    offsets[row + 1] = entries;
  }

  /// Takes an entry.
  ///
  /// @return its index, as the file has it
  private int entry(char[] line, int from, int to, int before, int number) {
    long index = 0;
    int i = from;
    while (i < to && line[i] >= '0' && line[i] <= '9' && index <= Integer.MAX_VALUE) {
      index = 10 * index + line[i++] - '0';
    }
    String entry = new String(line, from, to - from);
    if (i == from || i == to || line[i] != ':') {
      throw at(number, entry, "is no index:value");
    }
    if (index < 1 || index > Integer.MAX_VALUE - 8) {
      throw at(number, entry, "has an index that is not positive or too large; the first is 1");
    }
    if (index <= before) {
      throw at(number, entry, "comes after index " + before + "; indices must ascend");
    }
    double value = Cell.number(line, i + 1, to - i - 1, false);
    if (!Float.isFinite((float) value)) {
      throw at(number, entry, "has a value that is no finite number");
    }
    if (entries == indices.length) {
      indices = Arrays.copyOf(indices, Math.addExact(entries, entries));
      values = Arrays.copyOf(values, indices.length);
    }
    indices[entries] = (int) index - 1;
    values[entries++] = (float) value;
    features = Math.max(features, (int) index);
    return (int) index;
  }

  /// The next place with white space, or without.
  private static int skip(char[] line, int from, boolean space) {
    int i = from;
    while (i < line.length && (line[i] <= ' ') == space) {
      i++;
    }
    return i;
  }

  private InputException at(int number, String entry, String what) {
    return new InputException(
        "%s, line %d: %s %s".formatted(file, number, InputException.quote(entry), what));
  }
}
