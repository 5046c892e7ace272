package dev.softmax.sequence;

import dev.softmax.data.LineReader;
import dev.softmax.io.InputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tokens that someone chose: pieces of words, words, characters. A text is cut from left to right, each
/// time into the longest token that fits.
public final class TokenVocabulary implements SymbolVocabulary {
  /// The kind, as files name it.
  public static final String KIND = "tokens";

  private final List<String> tokens;
  private final Map<String, Integer> ids = new HashMap<>();
  private final int longest;

  private TokenVocabulary(List<String> tokens) {
    this.tokens = tokens;
    tokens.forEach(token -> ids.put(token, ids.size()));
    this.longest = tokens.stream().mapToInt(String::length).max().orElse(0);
  }

  /// These tokens; the first has the id 0.
  ///
  /// @throws IllegalArgumentException if one is empty or there twice, or there are fewer than two
  public static TokenVocabulary of(List<String> tokens) {
    if (tokens.size() < 2) {
      throw new IllegalArgumentException(tokens.size() + " tokens are too few to learn from");
    }
    TokenVocabulary vocabulary = new TokenVocabulary(List.copyOf(tokens));
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      if (token.isEmpty()) {
        throw new IllegalArgumentException("token " + i + " is empty");
      }
      if (vocabulary.ids.size() < tokens.size() && tokens.indexOf(token) < i) {
        throw new IllegalArgumentException(
            "the token %s is there twice".formatted(InputException.quote(token)));
      }
    }
    return vocabulary;
  }

  /// Reads a file with a token a line, in UTF-8. Within a token `\n`, `\r` and `\t` stand for line ends
  /// and tabs, and `\\` for a backslash.
  ///
  /// @throws InputException naming the line that is empty, repeats a token or has another backslash
  public static TokenVocabulary read(Path file) {
    List<String> tokens = new ArrayList<>();
    Map<String, Integer> lines = new HashMap<>();
    LineReader.read(
        file,
        StandardCharsets.UTF_8,
        (line, number) -> {
          String token = unescaped(line, file, number);
          if (token.isEmpty()) {
            throw new InputException(
                "%s, line %d: is empty; the token of a line end is written \\n"
                    .formatted(file, number));
          }
          Integer before = lines.putIfAbsent(token, number);
          if (before != null) {
            throw new InputException(
                "%s, line %d: the token %s is in line %d already"
                    .formatted(file, number, InputException.quote(line), before));
          }
          tokens.add(token);
        });
    try {
      return of(tokens);
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }

  private static String unescaped(String line, Path file, int number) {
    StringBuilder token = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\') {
        i++;
        c =
            switch (i < line.length() ? line.charAt(i) : ' ') {
              case 'n' -> '\n';
              case 'r' -> '\r';
              case 't' -> '\t';
              case '\\' -> '\\';
              default ->
                  throw new InputException(
                      "%s, line %d: after a backslash stands n, r, t or another backslash"
                          .formatted(file, number));
            };
      }
      token.append(c);
    }
    return token.toString();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int size() {
    return tokens.size();
  }

  /// All tokens, in the order of their ids.
  public List<String> tokens() {
    return tokens;
  }

  @Override
  public int[] encode(Corpus corpus, UnknownSymbols unknown) {
    String text = corpus.text();
    int[] found = new int[text.length()];
    int count = 0;
    for (int i = 0; i < text.length(); ) {
      int length = Math.min(longest, text.length() - i);
      @Nullable Integer id = ids.get(text.substring(i, i + length));
      while (id == null && --length > 0) {
        id = ids.get(text.substring(i, i + length));
      }
      if (id != null) {
        found[count++] = id;
        i += length;
      } else if (unknown == UnknownSymbols.DROP) {
        i += Character.charCount(text.codePointAt(i));
      } else {
        throw SymbolVocabulary.unknown(
            corpus, i, "the %d tokens of the model, nor begins one".formatted(tokens.size()));
      }
    }
    return Arrays.copyOf(found, count);
  }

  @Override
  public byte[] bytes(int id) {
    SymbolVocabulary.check(id, tokens.size());
    return SymbolVocabulary.utf8(tokens.get(id));
  }
}
