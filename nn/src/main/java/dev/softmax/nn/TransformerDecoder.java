package dev.softmax.nn;

import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;

/// Reads tokens one by one.
final class TransformerDecoder implements Decoder {
  private final Transformer transformer;
  private final Tape tape = Tape.inference();
  private final int[] tokens;
  private final float[] logits;
  private int position;

  TransformerDecoder(Transformer transformer) {
    this.transformer = transformer;
    this.tokens = new int[transformer.options().context()];
    this.logits = new float[transformer.options().vocabulary()];
  }

  @Override
  public int vocabulary() {
    return logits.length;
  }

  @Override
  public int position() {
    return position;
  }

  @Override
  public int context() {
    return tokens.length;
  }

  @Override
  public float[] next(int token) {
    if (position == tokens.length) {
      throw new IllegalArgumentException(
          "transformer: the context of " + tokens.length + " tokens is full");
    }
    tokens[position++] = token;
    Indices ids = tape.indices(tokens, 1, position);
    Tensor all = transformer.logits(ids);
    System.arraycopy(all.data(), (position - 1) * logits.length, logits, 0, logits.length);
    tape.reset();
    return logits;
  }

  @Override
  public void reset() {
    position = 0;
  }
}
