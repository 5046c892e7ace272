package dev.softmax.sequence;

import dev.softmax.nn.Decoder;
import dev.softmax.nn.GruState;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;

/// Reads symbols one by one with a [GruBody].
final class GruDecoder implements Decoder {
  private final GruBody body;
  private final GruState state;
  private final float[] logits;
  private final Tape tape = Tape.inference();
  private int position;

  GruDecoder(GruBody body) {
    this.body = body;
    this.state = body.gru().stepper(body.embedding());
    this.logits = new float[body.vocabulary()];
  }

  @Override
  public int vocabulary() {
    return logits.length;
  }

  @Override
  public int position() {
    return position;
  }

  /// No limit.
  @Override
  public int context() {
    return Integer.MAX_VALUE;
  }

  @Override
  public float[] next(int token) {
    float[] hidden = state.step(token);
    position++;
    Tensor all = body.head().forward(tape.tensor(hidden, 1, hidden.length));
    System.arraycopy(all.data(), 0, logits, 0, logits.length);
    tape.reset();
    return logits;
  }

  @Override
  public void reset() {
    state.reset();
    position = 0;
  }
}
