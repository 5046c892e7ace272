package dev.softmax.sequence;

/// The 256 bytes; a text is its UTF-8, and no character is unknown.
public record ByteVocabulary() implements SymbolVocabulary {
  /// The kind, as files name it.
  public static final String KIND = "bytes";

  private static final int SIZE = 256;

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int size() {
    return SIZE;
  }

  @Override
  public int[] encode(Corpus corpus, UnknownSymbols unknown) {
    byte[] bytes = SymbolVocabulary.utf8(corpus.text());
    int[] ids = new int[bytes.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = bytes[i] & 0xFF;
    }
    return ids;
  }

  @Override
  public byte[] bytes(int id) {
    SymbolVocabulary.check(id, SIZE);
    return new byte[] {(byte) id};
  }
}
