package dev.softmax.text;

import dev.softmax.kernel.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Counts the words and n-grams of texts that may come into a vocabulary.
final class TextCounts implements FeatureScan.Visitor {
  private final boolean ngramsToo;
  private final WordTable table = new WordTable();
  private long[] counts = new long[0];

  /// Whether each name is an n-gram.
  private boolean[] ngram = new boolean[0];

  private TextCounts(NGrams ngrams) {
    this.ngramsToo = ngrams.buckets() == 0;
  }

  /// The vocabulary of some texts.
  static Vocabulary vocabulary(List<String> texts, Tokenizer tokenizer, TextOptions options) {
    int[] parts = TextParts.of(texts);
    TextCounts[] partial = new TextCounts[parts.length - 1];
    Parallel.forEach(
        partial.length,
        part -> {
          FeatureScan scan = new FeatureScan(tokenizer, options.ngrams());
          partial[part] = new TextCounts(options.ngrams());
          for (int i = parts[part]; i < parts[part + 1]; i++) {
            scan.scan(texts.get(i), partial[part]);
          }
          scan.end();
        });
    TextCounts all = new TextCounts(options.ngrams());
    for (TextCounts part : partial) {
      all.addAll(part);
    }
    return all.select(options);
  }

  private Vocabulary select(TextOptions options) {
    List<Vocabulary.Counted> kept = new ArrayList<>();
    for (int id = 0; id < table.size(); id++) {
      if (counts[id] >= (ngram[id] ? options.ngrams().minCount() : options.minCount())) {
        kept.add(new Vocabulary.Counted(table.text(id), counts[id]));
      }
    }
    return Vocabulary.select(kept, options.maxSize(), table.size(), options.minCount());
  }

  private void addAll(TextCounts other) {
    int[] ids = table.addAll(other.table);
    for (int i = 0; i < ids.length; i++) {
      count(ids[i], other.counts[i], other.ngram[i]);
    }
  }

  private void count(int id, long times, boolean isNgram) {
    if (id >= counts.length) {
      int room = Math.max(1 << 10, id + (id >> 1) + 1);
      counts = Arrays.copyOf(counts, room);
      ngram = Arrays.copyOf(ngram, room);
    }
    counts[id] += times;
    ngram[id] = isNgram;
  }

  @Override
  public void word(char[] buffer, int from, int to, int word) {
    count(table.add(buffer, from, to), 1, false);
  }

  @Override
  public void piece(char[] buffer, int from, int to, int word) {
    if (ngramsToo) {
      count(table.add(buffer, from, to), 1, true);
    }
  }

  @Override
  public void sequence(char[] buffer, int from, int to, int first, int last, long hash) {
    if (ngramsToo) {
      count(table.add(buffer, from, to), 1, true);
    }
  }
}
