package dev.softmax.sequence;

import dev.softmax.CrossEntropy;
import dev.softmax.Progress;
import dev.softmax.nn.Decoder;
import dev.softmax.nn.StateDict;
import dev.softmax.nn.Transformer;
import dev.softmax.tensor.Sequences;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import dev.softmax.training.Objective;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/// A network that gives, after symbols, the logits of the next: gated recurrent units or a Transformer.
/// [LanguageTraining] makes one; then nothing changes it, and any number of threads may use it.
public final class LanguageNetwork {
  /// Symbols at a time where a state is carried on.
  private static final int PIECE = 1024;

  /// Windows at a time where none is.
  private static final int BLOCK = 8;

  private final Body body;

  LanguageNetwork(Body body) {
    this.body = body;
  }

  /// A network with its first weights.
  static LanguageNetwork initial(
      Architecture architecture, int vocabulary, SplittableRandom random) {
    return new LanguageNetwork(
        switch (architecture) {
          case Architecture.Gru gru -> GruBody.of(gru, vocabulary, random);
          case Architecture.Transformer transformer ->
              TransformerBody.of(transformer, vocabulary, random);
        });
  }

  /// A Transformer as a language model; it is not to be trained on.
  public static LanguageNetwork of(Transformer transformer) {
    return new LanguageNetwork(new TransformerBody(transformer));
  }

  /// A network with the weights of a file.
  ///
  /// @param vocabulary V
  /// @param weights by the names of [#weights]
  /// @throws dev.softmax.io.InputException naming each tensor that is missing, too much or of another
  ///     shape
  public static LanguageNetwork of(Architecture architecture, int vocabulary, StateDict weights) {
    LanguageNetwork network = initial(architecture, vocabulary, new SplittableRandom(0));
    weights.check(network.body.part());
    weights.copyInto(network.body.part().state());
    return network;
  }

  Body body() {
    return body;
  }

  /// Its form.
  public Architecture architecture() {
    return body.architecture();
  }

  /// V, the number of symbols.
  public int vocabulary() {
    return body.vocabulary();
  }

  /// Copies of all weights, by name.
  public SequencedMap<String, Tensor> weights() {
    SequencedMap<String, Tensor> copies = new LinkedHashMap<>();
    body.part()
        .state()
        .forEach(
            (name, tensor) ->
                copies.put(name, Tensor.of(tensor.values(), tensor.shape().lengths())));
    return copies;
  }

  /// Reads symbols one by one.
  public Decoder decoder() {
    return body.decoder();
  }

  /// What training lowers: the mean cross-entropy of the targets that count.
  Objective<WindowBatch> objective() {
    Body.Reader reader = body.reader();
    return (tape, batch, _) -> loss(tape, batch, reader);
  }

  private Tensor loss(Tape tape, WindowBatch batch, Body.Reader reader) {
    Tensor hidden = reader.read(tape, batch.symbols(tape), batch.isFirst());
    int rows = batch.size() * batch.length();
    return batch.counted() == 0
        ? tape.tensor(new float[1])
        : Sequences.linearCrossEntropy(
            hidden.reshape(rows, hidden.shape().length(-1)),
            body.headWeight(),
            body.headBias(),
            batch.targets(tape),
            CrossEntropy.defaults());
  }

  /// The sum of `−ln p` over all symbols of a text but the first `given`. A GRU knows all that came
  /// before each; a Transformer at least half a context of it.
  ///
  /// @param ids of the text `(N)`
  /// @param given symbols at the start that are read and not foreseen, at least 1
  /// @param progress hears how many windows of all are read
  /// @throws IllegalArgumentException if no symbol is left to foresee, or an id is not within the
  ///     vocabulary
  public double negativeLogLikelihood(int[] ids, int given, Progress progress) {
    if (given < 1 || ids.length <= given) {
      throw new IllegalArgumentException(
          "perplexity: %d symbols, of which %d are given".formatted(ids.length, given));
    }
    boolean carrying = architecture() instanceof Architecture.Gru;
    Windows windows =
        carrying
            ? new Windows.MeasuredStreams(ids.length, 1, Math.min(PIECE, ids.length - 1))
            : new Windows.Overlapping(
                ids.length, Math.min(architecture().window(), ids.length - 1));
    WindowSource source = new WindowSource(ids, windows, given - 1);
    Body.Reader reader = body.reader();
    Tape tape = Tape.inference();
    int[] rows = new int[carrying ? 1 : BLOCK];
    double sum = 0;
    for (int from = 0; from < windows.size(); from += rows.length) {
      int count = Math.min(rows.length, windows.size() - from);
      for (int i = 0; i < count; i++) {
        rows[i] = from + i;
      }
      WindowBatch batch = source.batch(rows, count);
      sum += (double) loss(tape, batch, reader).item() * batch.counted();
      tape.reset();
      progress.report("measuring", from + count, windows.size(), Double.NaN);
    }
    return sum;
  }
}
