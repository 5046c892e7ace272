package dev.softmax.sequence;

import dev.softmax.nn.Decoder;
import dev.softmax.nn.Part;
import dev.softmax.nn.Transformer;
import dev.softmax.nn.TransformerOptions;
import dev.softmax.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A Transformer, which sees no further back than its window.
record TransformerBody(Transformer transformer) implements Body {
  static TransformerBody of(Architecture.Transformer form, int vocabulary, RandomGenerator random) {
    TransformerOptions of = form.options();
    return new TransformerBody(
        Transformer.of(
            new TransformerOptions(
                vocabulary,
                of.context(),
                of.layers(),
                of.width(),
                of.heads(),
                of.keyHeads(),
                of.hiddenWidth(),
                of.norm(),
                of.feedForward(),
                of.positions(),
                of.dropout(),
                of.tied(),
                of.biases()),
            random));
  }

  @Override
  public Architecture.Transformer architecture() {
    return new Architecture.Transformer(transformer.options());
  }

  @Override
  public int vocabulary() {
    return transformer.options().vocabulary();
  }

  @Override
  public Part part() {
    return transformer;
  }

  @Override
  public Tensor headWeight() {
    return transformer.headWeight();
  }

  @Override
  public @Nullable Tensor headBias() {
    return null;
  }

  @Override
  public Reader reader() {
    return (_, symbols, _) -> transformer.hidden(symbols);
  }

  @Override
  public Decoder decoder() {
    return transformer.decoder();
  }
}
