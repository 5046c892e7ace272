package dev.softmax.text;

import dev.softmax.data.LineReader;
import dev.softmax.io.InputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Vectors `(V, D)` of words that were trained elsewhere, read from text files: a word and its numbers a
/// line, with blanks between (GloVe, fastText's `.vec`, word2vec's text form). Immutable.
public final class WordVectors {
  private final int dimensions;
  private final List<String> words;
  private final Map<String, Integer> rows;
  private final float[][] vectors;

  private WordVectors(int dimensions, List<String> words, List<float[]> vectors) {
    this.dimensions = dimensions;
    this.words = Collections.unmodifiableList(words);
    this.vectors = vectors.toArray(float[][]::new);
    this.rows = HashMap.newHashMap(words.size());
    for (int row = 0; row < words.size(); row++) {
      rows.putIfAbsent(words.get(row), row);
    }
  }

  /// Vectors from code.
  ///
  /// @param words the words
  /// @param vectors `(V, D)`, row-major; copied
  /// @throws IllegalArgumentException when the numbers cannot be shared out to the words
  public static WordVectors of(List<String> words, float[] vectors) {
    if (words.isEmpty() || vectors.length == 0 || vectors.length % words.size() != 0) {
      throw new IllegalArgumentException(
          "word vectors: words (%d) but numbers (%d)".formatted(words.size(), vectors.length));
    }
    int dimensions = vectors.length / words.size();
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      rows.add(Arrays.copyOfRange(vectors, i * dimensions, (i + 1) * dimensions));
    }
    return new WordVectors(dimensions, List.copyOf(words), rows);
  }

  /// Reads all vectors of a file.
  ///
  /// @param file a text file, gzip or not, in UTF-8
  /// @throws InputException as [#read(Path, Predicate)]
  public static WordVectors read(Path file) {
    return read(file, _ -> true);
  }

  /// Reads the vectors of some words. A first line of two whole numbers is word2vec's count of words and
  /// dimensions; without it the first line tells the dimensions. Words may have blanks in them, but not
  /// before a number. Of a word that is there twice the first vector counts.
  ///
  /// @param file a text file, gzip or not, in UTF-8
  /// @param wanted which words' vectors are kept: whole files are large
  /// @throws InputException when it cannot be read, is empty or has none of the words, or naming the line
  ///     that has too few numbers, too many, or one that is not finite
  public static WordVectors read(Path file, Predicate<String> wanted) {
    Lines lines = new Lines(file, wanted);
    LineReader.read(file, StandardCharsets.UTF_8, lines::line);
    if (lines.dimensions == 0) {
      throw new InputException(file + ": is empty");
    }
    if (lines.seen != lines.announced && lines.announced >= 0) {
      throw new InputException(
          "%s: has %d words, but its first line says %d"
              .formatted(file, lines.seen, lines.announced));
    }
    if (lines.words.isEmpty()) {
      throw new InputException(file + ": has a vector for none of the words that are asked for");
    }
    return new WordVectors(lines.dimensions, lines.words, lines.vectors);
  }

  /// Numbers `D` of a vector.
  public int dimensions() {
    return dimensions;
  }

  /// How many words have vectors.
  public int size() {
    return words.size();
  }

  /// The words, in the file's order.
  public List<String> words() {
    return words;
  }

  /// A copy of a word's vector `(D)`, `null` where it has none.
  ///
  /// @param word a word
  public float @Nullable [] vector(String word) {
    Integer row = rows.get(word);
    return row == null ? null : vectors[row].clone();
  }

  /// Copies vectors to the rows of an embedding table that are their words'; other rows stay.
  ///
  /// @param vocabulary whose ids are the table's rows
  /// @param table `(V, D)`, row-major; with `V` at least the vocabulary's size
  /// @return how many words of the vocabulary have a vector
  /// @throws IllegalArgumentException when the table is smaller
  public int fill(Vocabulary vocabulary, float[] table) {
    if (table.length < (long) vocabulary.size() * dimensions) {
      throw new IllegalArgumentException(
          "embedding: numbers (%d) but vocabulary (%d) and vectors (%d)"
              .formatted(table.length, vocabulary.size(), dimensions));
    }
    int found = 0;
    for (int id = Vocabulary.FIRST; id < vocabulary.size(); id++) {
      Integer row = rows.get(vocabulary.word(id));
      if (row != null) {
        System.arraycopy(vectors[row], 0, table, id * dimensions, dimensions);
        found++;
      }
    }
    return found;
  }

  /// Hears the lines of a file.
  private static final class Lines {
    private static final int MAX_DIMENSIONS = 1 << 16;

    final Path file;
    final Predicate<String> wanted;
    final List<String> words = new ArrayList<>();
    final List<float[]> vectors = new ArrayList<>();
    int dimensions;
    long announced = -1;
    long seen;

    Lines(Path file, Predicate<String> wanted) {
      this.file = file;
      this.wanted = wanted;
    }

    void line(String text, int number) {
      // A word may begin with white space other than the blank, even be one.
      String line = text.stripTrailing();
      if (line.isEmpty()) {
        return;
      }
      if (number == 1 && line.matches("[0-9]{1,12} [0-9]{1,6}")) {
        String[] header = line.split(" ", -1);
        announced = Long.parseLong(header[0]);
        dimensions = Integer.parseInt(header[1]);
        requireDimensions(number);
        return;
      }
      if (dimensions == 0) {
        dimensions = (int) line.chars().filter(c -> c == ' ').count();
        requireDimensions(number);
      }
      seen++;
      int end = line.length();
      int blank = end;
      for (int i = 0; i < dimensions; i++) {
        blank = line.lastIndexOf(' ', blank - 1);
        if (blank <= 0) {
          throw at(number, "has %d numbers and should have %d".formatted(i, dimensions));
        }
      }
      String word = line.substring(0, blank);
      int inner = word.lastIndexOf(' ');
      if (inner >= 0 && Float.isFinite(parse(word.substring(inner + 1)))) {
        throw at(number, "has more than %d numbers".formatted(dimensions));
      }
      if (wanted.test(word)) {
        words.add(word);
        vectors.add(numbers(line, blank + 1, number));
      }
    }

    private void requireDimensions(int number) {
      if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
        throw at(
            number,
            "gives vectors %d dimensions; 1 to %d are possible"
                .formatted(dimensions, MAX_DIMENSIONS));
      }
    }

    private float[] numbers(String line, int from, int number) {
      float[] vector = new float[dimensions];
      int start = from;
      for (int i = 0; i < dimensions; i++) {
        int next = line.indexOf(' ', start);
        String digits = line.substring(start, next < 0 ? line.length() : next);
        vector[i] = number(digits, i, number);
        start = next + 1;
      }
      return vector;
    }

    private float number(String digits, int index, int line) {
      float value = parse(digits);
      if (!Float.isFinite(value)) {
        throw at(
            line,
            "number %d is %s, which is not finite"
                .formatted(index + 1, InputException.quote(digits)));
      }
      return value;
    }

    /// `NaN` for what is no number.
    private static float parse(String digits) {
      try {
        return Float.parseFloat(digits);
      } catch (NumberFormatException e) {
        return Float.NaN;
      }
    }

    private InputException at(int number, String what) {
      return new InputException("%s, line %d: %s".formatted(file, number, what));
    }
  }
}
