package dev.softmax.sequence;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Text from symbols that come one by one: a character is given out when its last byte is there. For one
/// thread.
public final class TextStream {
  /// The longest character has four bytes.
  private static final int LONGEST = 4;

  private final SymbolVocabulary vocabulary;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private byte[] waiting = {};
  private boolean begun;

  /// A stream of a vocabulary's symbols.
  public TextStream(SymbolVocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /// Something was written before what comes now.
  void goOn() {
    begun = true;
  }

  /// The characters that are whole with this symbol, perhaps none. What is no UTF-8 becomes `U+FFFD`.
  ///
  /// @throws IllegalArgumentException if there is no symbol of that id
  public String next(int id) {
    byte[] more = begun ? vocabulary.bytes(id) : vocabulary.first(id);
    begun = true;
    ByteBuffer in = ByteBuffer.allocate(waiting.length + more.length).put(waiting).put(more).flip();
    CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
    decoder.decode(in, out, false);
    waiting = new byte[in.remaining()];
    in.get(waiting);
    return out.flip().toString();
  }

  /// What is left at the end: `U+FFFD` if a character was not whole.
  public String end() {
    CharBuffer out = CharBuffer.allocate(LONGEST + 1);
    decoder.decode(ByteBuffer.wrap(waiting), out, true);
    decoder.flush(out);
    decoder.reset();
    waiting = new byte[0];
    return out.flip().toString();
  }
}
