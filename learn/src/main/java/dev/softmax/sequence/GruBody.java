package dev.softmax.sequence;

import dev.softmax.nn.Decoder;
import dev.softmax.nn.Embedding;
import dev.softmax.nn.Gru;
import dev.softmax.nn.GruOutput;
import dev.softmax.nn.Linear;
import dev.softmax.nn.Part;
import dev.softmax.nn.Parts;
import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Embedding, gated recurrent units, linear layer.
record GruBody(Architecture.Gru architecture, Embedding embedding, Gru gru, Linear head)
    implements Body {
  static GruBody of(Architecture.Gru form, int vocabulary, RandomGenerator random) {
    return new GruBody(
        form,
        Embedding.of(vocabulary, form.embedding(), random),
        Gru.of(form.embedding(), form.width(), form.layers(), random).withDropout(form.dropout()),
        Linear.of(form.width(), vocabulary, random));
  }

  @Override
  public int vocabulary() {
    return head.outputs();
  }

  @Override
  public Part part() {
    return Parts.NONE.with("embedding", embedding).with("gru", gru).with("head", head);
  }

  @Override
  public Tensor headWeight() {
    return head.weight();
  }

  @Override
  public @Nullable Tensor headBias() {
    return head.bias();
  }

  @Override
  public Reader reader() {
    return new Carrying();
  }

  @Override
  public Decoder decoder() {
    return new GruDecoder(this);
  }

  /// Carries the states from window to window, without gradients into the window before.
  private final class Carrying implements Reader {
    /// Two, since the states that a step began with are read again by its gradients.
    private float[] start = {};

    private float[] last = {};

    @Override
    public Tensor read(Tape tape, Indices symbols, boolean first) {
      int batch = symbols.shape().length(0);
      int size = architecture.layers() * batch * architecture.width();
      if (last.length != size) {
        start = new float[size];
        last = new float[size];
      }
      Tensor before = null;
      if (!first) {
        float[] spare = start;
        start = last;
        last = spare;
        before = tape.tensor(start, architecture.layers(), batch, architecture.width());
      }
      GruOutput output = gru.run(embedding, symbols, before, null);
      output.copyLast(last);
      return output.hidden().dropout(architecture.dropout());
    }
  }
}
