package dev.softmax.text.fasttext;

import dev.softmax.text.NgramHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The words and labels of a model, and the way from a text to rows of the input matrix: words first,
/// then the buckets of n-grams. Texts are bytes here, as they are for fastText; a word of the map has
/// a `char` for each byte.
final class FastTextDictionary {
  private static final String LABEL = "__label__";
  private static final String END = "</s>";

  /// A name of one byte and its zero, a count, a type.
  private static final int ENTRY_BYTES = 10;

  /// The tree's counts are compared with this in place of those that are not known yet.
  private static final long MOST_LABELLED = 1_000_000_000_000_000L;

  private final FastTextArgs args;
  private final Map<String, Integer> ids = new HashMap<>();
  private final int words;
  private final String[] labels;
  private final long[] labelCounts;

  /// Where a bucket's row is among those that were kept; `null` when all were.
  private final @Nullable KeptBuckets kept;

  FastTextDictionary(FastTextFile in, FastTextArgs args) throws IOException {
    this.args = args;
    int size = in.count(in.readInt(), ENTRY_BYTES, "words and labels");
    words = in.readInt();
    int labelled = in.readInt();
    in.readLong(); // how many words there were in training
    long keptBuckets = in.readLong();
    if (words < 0 || labelled < 1 || (long) words + labelled != size) {
      throw in.damaged(
          "it has %d words and %d labels, but %d of both".formatted(words, labelled, size));
    }
    labels = new String[labelled];
    labelCounts = new long[labelled];
    long total = 0;
    for (int i = 0; i < size; i++) {
      String word = in.readText();
      long count = in.readLong();
      if (in.readByte() != (i < words ? 0 : 1)) {
        throw in.damaged("its words and labels are not in order");
      }
      ids.put(word, i);
      if (i >= words) {
        labels[i - words] = label(word);
        labelCounts[i - words] = count;
        if (count < 0 || count >= MOST_LABELLED - total) {
          throw in.damaged("label " + (i - words + 1) + " was counted " + count + " times");
        }
        total += count;
      }
    }
    kept = keptBuckets == -1 ? null : readKept(in, keptBuckets);
  }

  private static String label(String name) {
    String text = new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return text.startsWith(LABEL) ? text.substring(LABEL.length()) : text;
  }

  private static KeptBuckets readKept(FastTextFile in, long count) throws IOException {
    int buckets = in.count(count, 2 * Integer.BYTES, "n-grams");
    if (buckets > KeptBuckets.MOST) {
      throw in.useless("has " + buckets + " n-grams, more than this reader can hold");
    }
    KeptBuckets kept = new KeptBuckets(buckets);
    for (int i = 0; i < buckets; i++) {
      int bucket = in.readInt();
      int row = in.readInt();
      if (row < 0 || row >= buckets) {
        throw in.damaged("n-gram %d of %d is in row %d".formatted(i + 1, buckets, row));
      }
      kept.put(bucket, row);
    }
    return kept;
  }

  /// Rows of the input matrix.
  long rows() {
    return (long) words + (kept == null ? args.buckets() : kept.rows());
  }

  /// Whether only some n-grams have rows.
  boolean pruned() {
    return kept != null;
  }

  /// The labels without their prefix.
  String[] labels() {
    return labels;
  }

  /// How often each label occurred in training.
  long[] labelCounts() {
    return labelCounts;
  }

  /// The rows of a text, which is taken for one line whatever it holds.
  int[] rows(String text) {
    byte[] line = text.getBytes(StandardCharsets.UTF_8);
    Line rows = new Line();
    int i = 0;
    boolean ended = false;
    while (i < line.length && !ended) {
      if (isSpace(line[i])) {
        i++;
        continue;
      }
      int start = i;
      while (i < line.length && !isSpace(line[i])) {
        i++;
      }
      ended = rows.word(line, start, i);
    }
    if (!ended) {
      byte[] end = END.getBytes(StandardCharsets.UTF_8);
      rows.word(end, 0, end.length);
    }
    return rows.finish();
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r') || b == 0;
  }

  /// Collects the rows of one line.
  private final class Line {
    private int[] rows = new int[256];
    private int size;
    private int[] hashes = new int[16];
    private int hashed;

    /// @return whether this was the end of the line
    boolean word(byte[] line, int from, int to) {
      String word = new String(line, from, to - from, StandardCharsets.ISO_8859_1);
      Integer id = ids.get(word);
      if (id == null ? word.startsWith(LABEL) : id >= words) {
        return false;
      }
      boolean end = word.equals(END);
      if (id != null) {
        add(id);
      }
      if (!end && args.maxChars() > 0) {
        pieces(line, from, to);
      }
      if (hashed == hashes.length) {
        hashes = Arrays.copyOf(hashes, 2 * hashed);
      }
      hashes[hashed++] = NgramHash.of(line, from, to);
      return end;
    }

    /// Adds the pieces of `<word>`: those from each character on, whose hashes grow with them.
    private void pieces(byte[] line, int from, int to) {
      byte[] word = new byte[to - from + 2];
      word[0] = '<';
      System.arraycopy(line, from, word, 1, to - from);
      word[word.length - 1] = '>';
      for (int i = 0; i < word.length; i++) {
        if (isContinued(word[i])) {
          continue;
        }
        int hash = NgramHash.BASIS;
        int j = i;
        for (int n = 1; j < word.length && n <= args.maxChars(); n++) {
          do {
            hash = NgramHash.append(hash, word[j++]);
          } while (j < word.length && isContinued(word[j]));
          boolean edge = n == 1 && (i == 0 || j == word.length);
          if (n >= args.minChars() && !edge) {
            addBucket(NgramHash.bucket(hash, args.buckets()));
          }
        }
      }
    }

    private static boolean isContinued(byte utf8) {
      return (utf8 & 0xC0) == 0x80;
    }

    int[] finish() {
      for (int first = 0; first < hashed && args.wordNgrams() > 1; first++) {
        long hash = hashes[first];
        int end = Math.min(hashed, first + args.wordNgrams());
        for (int last = first + 1; last < end; last++) {
          hash = NgramHash.append(hash, hashes[last]);
          addBucket(NgramHash.bucket(hash, args.buckets()));
        }
      }
      return Arrays.copyOf(rows, size);
    }

    private void addBucket(int bucket) {
      int row = kept == null ? bucket : kept.row(bucket);
      if (row >= 0) {
        add(words + row);
      }
    }

    private void add(int row) {
      if (size == rows.length) {
        rows = Arrays.copyOf(rows, Math.addExact(size, size));
      }
      rows[size++] = row;
    }
  }
}
