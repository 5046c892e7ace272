package dev.softmax.sequence.llama;

import dev.softmax.io.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The tokenizer of llama2.c: byte pairs with scores, as SentencePiece writes them (Kudo and
/// Richardson, 2018). A text is cut into characters, those that are not in the vocabulary into bytes,
/// and the two neighbours that join to the token of the highest score are joined until there are none.
///
/// Ids 0, 1 and 2 are the unknown, the start and the end of a text; from 3 on there are the 256 bytes.
/// Immutable.
public final class LlamaTokenizer {
  /// The token that begins a text.
  public static final int START = 1;

  /// The token that ends a text.
  public static final int END = 2;

  /// The token of byte 0.
  private static final int BYTES = 3;

  /// Ids below this are signs and bytes.
  private static final int PIECES = BYTES + 256;

  /// Pieces by id, a character for each byte: strings are found faster than arrays.
  private final List<String> pieces;

  private final float[] scores;
  private final Map<String, Integer> ids = new HashMap<>();

  LlamaTokenizer(List<String> pieces, float[] scores) {
    this.pieces = List.copyOf(pieces);
    this.scores = scores;
    for (int id = 0; id < pieces.size(); id++) {
      ids.putIfAbsent(pieces.get(id), id);
    }
  }

  /// Reads a tokenizer: the length of the longest piece, then for each token a score, a length and the
  /// bytes of its piece; 32-bit numbers, little-endian.
  ///
  /// @throws InputException naming the file and the token where it is wrong
  public static LlamaTokenizer read(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
    LlamaTokenizer tokenizer = LlamaPieces.read(bytes, file);
    if (tokenizer.size() < PIECES) {
      throw new InputException(
          "%s: is no tokenizer of llama2.c: %d tokens are fewer than the %d of signs and bytes"
              .formatted(file, tokenizer.size(), PIECES));
    }
    return tokenizer;
  }

  /// V: number of tokens.
  public int size() {
    return pieces.size();
  }

  /// The tokens of a text, [#START] before them. A space goes before the text, as in training, unless it
  /// is empty.
  public int[] encode(String text) {
    if (text.isEmpty()) {
      return new int[] {START};
    }
    int[] tokens = new int[1 + 4 * (text.length() + 1)];
    tokens[0] = START;
    int count = character(" ", tokens, 1);
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      String character = Character.toString(text.codePointAt(i));
      count = character(latin(character), tokens, count);
    }
    return new LlamaMerges(this).join(tokens, count);
  }

  /// The bytes of a text's UTF-8, a character for each.
  private static String latin(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private int character(String bytes, int[] tokens, int count) {
    Integer id = ids.get(bytes);
    if (id != null) {
      tokens[count] = id;
      return count + 1;
    }
    for (int i = 0; i < bytes.length(); i++) {
      tokens[count + i] = BYTES + bytes.charAt(i);
    }
    return count + bytes.length();
  }

  /// What two tokens join to, or −1.
  int joined(int left, int right) {
    return ids.getOrDefault(pieces.get(left) + pieces.get(right), -1);
  }

  float score(int id) {
    return scores[id];
  }

  /// The bytes of a token: of a character or some, of part of a character, or none of the signs.
  ///
  /// @param previous the token before, whose being [#START] takes the space away from this one
  /// @throws IllegalArgumentException if there is no such token
  public byte[] bytes(int previous, int id) {
    if (id < 0 || id >= pieces.size()) {
      throw new IllegalArgumentException(
          "llama: token " + id + " of a vocabulary of " + pieces.size());
    }
    if (id < BYTES) {
      return new byte[0];
    }
    if (id < PIECES) {
      return new byte[] {(byte) (id - BYTES)};
    }
    String piece = pieces.get(id);
    boolean first = previous == START && piece.startsWith(" ");
    return (first ? piece.substring(1) : piece).getBytes(StandardCharsets.ISO_8859_1);
  }

  /// The text of tokens; bytes that are no UTF-8 become `U+FFFD`. The space of a first token is left out
  /// where [#START] is before it.
  ///
  /// @throws IllegalArgumentException if there is no such token
  public String decode(int... tokens) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int previous = 0;
    for (int token : tokens) {
      bytes.writeBytes(bytes(previous, token));
      previous = token;
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
