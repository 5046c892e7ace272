package dev.softmax.text;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Cuts texts into words. Immutable, for any number of threads.
///
/// Any text will do: an empty one has no words; a word of more than [#MAX_WORD] `char`s is cut into
/// pieces of that length; halves of surrogate pairs that stand alone are no part of Unicode's words,
/// and become U+FFFD in words between white space.
public final class Tokenizer {
  /// The longest word, in `char`s. Lucene's limit.
  public static final int MAX_WORD = 255;

  private final TokenOptions options;

  /// Scanners that no thread uses at the moment.
  private final ConcurrentLinkedQueue<WordScanner> free = new ConcurrentLinkedQueue<>();

  /// A tokenizer with these options.
  ///
  /// @param options how texts are cut
  public Tokenizer(TokenOptions options) {
    this.options = options;
  }

  /// How texts are cut.
  public TokenOptions options() {
    return options;
  }

  /// The words of a text, in order.
  ///
  /// @param text any text
  public List<String> words(String text) {
    List<String> words = new ArrayList<>();
    visit(text, (buffer, length, _, _) -> words.add(new String(buffer, 0, length)));
    return words;
  }

  /// Shows the words of a text one by one, without allocating anything for each.
  ///
  /// @param text any text
  /// @param visitor is shown the words in order
  public void visit(String text, WordVisitor visitor) {
    WordScanner scanner = take();
    scanner.scan(text, visitor);
    give(scanner);
  }

  /// A scanner for this thread alone.
  WordScanner take() {
    WordScanner scanner = free.poll();
    return scanner == null ? new WordScanner(options) : scanner;
  }

  /// Takes a scanner back that is not in use any more.
  void give(WordScanner scanner) {
    free.offer(scanner);
  }
}
