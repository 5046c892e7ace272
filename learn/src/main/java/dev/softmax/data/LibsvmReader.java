package dev.softmax.data;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Reads LIBSVM's form: `label index:value index:value …` a line, indices from 0 or 1 and
/// ascending. A query `qid:number` after the label is passed over, and so are what follows a `#`
/// and blank lines.
public final class LibsvmReader {
  private static final Pattern QUERY = Pattern.compile("qid:[0-9]+");

  /// A line that can be nothing else: a label without marks of other forms, and entries, of which those
  /// that are no numbers are errors of this form, too.
  private static final Pattern LINE =
      Pattern.compile(
          "[^\\s:,;\"]+( +qid:[0-9]+)?( +[0-9]{1,10}:([-+.0-9eE]+|[-+]?(?i:nan|inf|infinity)))+ *");

  /// Bytes that are looked at to find a file's form out.
  private static final int GLANCE = 1 << 16;

  /// Larger values would overflow when they are squared and summed.
  private static final double LARGEST = 1e100;

  private final Path file;
  private final LibsvmOptions options;
  private final List<String> labels = new ArrayList<>();
  private int[] lines = new int[1 << 10];
  private int[] offsets = new int[1 << 10];
  private int[] indices = new int[1 << 12];
  private double[] values = new double[1 << 12];
  private int entries;
  private int largest = -1;
  private int least = Integer.MAX_VALUE;

  private LibsvmReader(Path file, LibsvmOptions options) {
    this.file = file;
    this.options = options;
  }

  /// Reads a file whose lines have labels, and finds out what its first index is.
  ///
  /// @param file the file, gzip or not
  /// @throws InputException as [#read(Path, LibsvmOptions)]
  public static SparseRows read(Path file) {
    return read(file, LibsvmOptions.defaults());
  }

  /// Reads a file; its features are as many as its largest index says.
  ///
  /// @param file the file, gzip or not
  /// @param options the first index, and whether lines have labels
  /// @throws InputException when it cannot be read, is empty or has no entry in any line, as a file
  ///     of another form that happens to be read as labels, or naming the line and the entry
  ///     where an index is before the first or does not ascend, or a value is no finite number
  public static SparseRows read(Path file, LibsvmOptions options) {
    LibsvmReader reader = new LibsvmReader(file, options);
    LineReader.read(file, StandardCharsets.UTF_8, reader::line);
    return reader.rows();
  }

  /// Whether a file is of this form by what its first lines are like: all of them have a label and
  /// at least one of them entries.
  ///
  /// @param file any file
  public static boolean recognises(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    byte[] first;
    try {
      first = Source.of(file).first(GLANCE);
    } catch (IOException e) {
      // It cannot be read now; who reads it next says why.
      return false;
    }
    String text = new String(first, StandardCharsets.ISO_8859_1);
    // The last line may be cut off.
    int end = first.length < GLANCE ? text.length() : text.lastIndexOf('\n');
    List<String> some =
        text.substring(0, Math.max(end, 0))
            .lines()
            .map(LibsvmReader::uncommented)
            .filter(line -> !line.isBlank())
            .limit(20)
            .toList();
    return !some.isEmpty()
        && some.stream().anyMatch(line -> line.indexOf(':') > 0)
        && some.stream()
            .allMatch(line -> LINE.matcher(line).matches() || line.strip().matches("[-+.\\w]+"));
  }

  private SparseRows rows() {
    int rows = labels.size();
    if (rows == 0) {
      throw new InputException(file + ": is empty");
    }
    if (entries == 0) {
      throw new InputException(file + ": no row has an index:value, as rows of LIBSVM's form have");
    }
    int base =
        switch (options.base()) {
          case ZERO -> 0;
          case ONE -> 1;
          case AUTO -> least == 0 ? 0 : 1;
        };
    Table targets =
        LabelColumn.table(
            file.toString(),
            file,
            LabelColumn.of(labels),
            new Places("line", Arrays.copyOf(lines, rows)));
    int[] features = Arrays.copyOf(indices, entries);
    for (int e = 0; e < entries; e++) {
      features[e] -= base;
    }
    return new SparseRows(
        new SparseRows.Entries(
            Math.max(largest + 1 - base, 0),
            Arrays.copyOf(offsets, rows + 1),
            features,
            Arrays.copyOf(values, entries)),
        targets,
        base);
  }

  private static String uncommented(String text) {
    int comment = text.indexOf('#');
    return comment < 0 ? text : text.substring(0, comment);
  }

  private void line(String text, int number) {
    char[] line = uncommented(text).toCharArray();
    int row = labels.size();
    int start = skip(line, 0, true);
    if (start == line.length) {
      return;
    }
    int end = skip(line, start, false);
    String label = new String(line, start, end - start);
    if (label.indexOf(':') >= 0) {
      if (options.labelled()) {
        throw at(number, label, "stands where the label should be");
      }
      label = "";
      end = start;
    }
    int before = -1;
    for (int i = skip(line, end, true); i < line.length; i = skip(line, end, true)) {
      end = skip(line, i, false);
      if (line[i] != 'q' || before >= 0 || !isQuery(line, i, end)) {
        before = entry(line, i, end, before, number);
      }
    }
    if (row + 2 > offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * offsets.length);
      lines = Arrays.copyOf(lines, 2 * lines.length);
    }
    labels.add(label);
    lines[row] = number;
    offsets[row + 1] = entries;
  }

  private static boolean isQuery(char[] line, int from, int to) {
    return QUERY.matcher(new String(line, from, to - from)).matches();
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
    if (i == from || i == to || line[i] != ':') {
      throw at(number, new String(line, from, to - from), "is no index:value");
    }
    if (index == 0 && options.base() == LibsvmOptions.FirstIndex.ONE) {
      throw at(number, new String(line, from, to - from), "has the index 0, but the first is 1");
    }
    if (index > Integer.MAX_VALUE - 8) {
      throw at(number, new String(line, from, to - from), "has an index that is too large");
    }
    if (index <= before) {
      throw at(
          number,
          new String(line, from, to - from),
          "comes after index " + before + "; indices must ascend");
    }
    double value = Cell.number(line, i + 1, to - i - 1, false);
    if (!Double.isFinite(value)) {
      throw at(number, new String(line, from, to - from), "has a value that is no finite number");
    }
    if (Math.abs(value) > LARGEST) {
      throw at(
          number, new String(line, from, to - from), "has a value that is too large; scale it");
    }
    if (entries == indices.length) {
      indices = Arrays.copyOf(indices, Math.addExact(entries, entries));
      values = Arrays.copyOf(values, indices.length);
    }
    indices[entries] = (int) index;
    values[entries++] = value;
    largest = Math.max(largest, (int) index);
    least = Math.min(least, (int) index);
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
