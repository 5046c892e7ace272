package dev.softmax.network;

import dev.softmax.CrossEntropy;
import dev.softmax.nn.EmbeddingBag;
import dev.softmax.nn.Initializer;
import dev.softmax.nn.Layer;
import dev.softmax.nn.Part;
import dev.softmax.nn.Parts;
import dev.softmax.nn.Sequential;
import dev.softmax.nn.StateDict;
import dev.softmax.optim.AdamOptions;
import dev.softmax.optim.SparseAdam;
import dev.softmax.tensor.Bag;
import dev.softmax.tensor.Shape;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import dev.softmax.text.TokenBags;
import dev.softmax.text.Vocabulary;
import dev.softmax.training.Monitor;
import dev.softmax.training.Objective;
import dev.softmax.training.TrainingResult;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A fitted network on bags of tokens: the mean of the tokens' vectors, hidden layers, softmax (the deep
/// averaging network of Iyyer et al. 2015); without hidden layers it is fastText's classifier (Joulin et
/// al., arXiv 1607.01759). Nothing changes it; any number of threads may use it.
///
/// In shapes, V is the number of token ids and E the length of their vectors.
public final class TextNetwork {
  /// Texts at a time.
  private static final int BLOCK = 256;

  /// Points on the way from the empty text to the text, where slopes are taken. The sum of the midpoints'
  /// is within about `1 / STEPS²` of the integral where layers bend smoothly, and within about `1 / STEPS`
  /// where they have the edges of a ReLU.
  private static final int STEPS = 256;

  private final HiddenLayers layers;
  private final EmbeddingBag embedding;
  private final Sequential head;
  private final Layer frozenHead;
  private final int classes;

  /// @param head frozen as it is now for logits; training goes on with the layers themselves
  private TextNetwork(HiddenLayers layers, EmbeddingBag embedding, Sequential head, int classes) {
    this.layers = layers;
    this.embedding = embedding;
    this.head = head;
    this.frozenHead = head.frozen();
    this.classes = classes;
  }

  /// A fitted network, and how the fit went.
  ///
  /// @param network with the weights of the best epoch
  /// @param training epoch by epoch
  public record Fitted(TextNetwork network, TrainingResult training) {}

  /// Labelled texts to fit.
  ///
  /// @param bags tokens of `N` texts
  /// @param labels `(N)`, each from 0 to `classes` (exclusive)
  /// @param classes number of classes `K`
  /// @param vocabulary number of token ids `V`
  /// @param vectors first vectors of the tokens `(V, E)`, or none: they are drawn
  public record Data(
      TokenBags bags, int[] labels, int classes, int vocabulary, float @Nullable [] vectors) {
    /// Checks the shapes.
    ///
    /// @throws IllegalArgumentException if there are not as many labels as texts, or vectors are not
    ///     `V` rows
    public Data {
      if (bags.size() != labels.length) {
        throw new IllegalArgumentException(
            "texts (" + bags.size() + ") but labels (" + labels.length + ")");
      }
      if (vectors != null && vectors.length % vocabulary != 0) {
        throw new IllegalArgumentException(
            vectors.length + " numbers are not the vectors of " + vocabulary + " tokens");
      }
    }
  }

  /// Fits a network to labelled texts.
  ///
  /// @param data the texts
  /// @param options layers and training
  /// @param monitor hears of each step, may end it, keeps a log and checkpoints
  /// @throws dev.softmax.io.InputException if the loss is no number any more
  /// @throws IllegalArgumentException if all vectors together are more than an array holds
  public static Fitted fit(Data data, TextNetworkOptions options, Monitor monitor) {
    NetworkOptions training = options.training();
    if (data.vectors() == null) {
      TextNetworkOptions.requireRoom(data.vocabulary(), options.width());
    }
    SplittableRandom random = new SplittableRandom(training.seed());
    TextNetwork network = initial(data, options, random);
    Part model = network.part();
    TrainingResult result =
        Fitting.of(data.labels(), data.classes(), training, random)
            .run(
                model,
                // Dense Adam would move every vector of the vocabulary at each step.
                SparseAdam.of(model.parameters(), AdamOptions.defaults()),
                network.objective(data, options),
                rows -> source(data, rows),
                monitor);
    return new Fitted(network.trained(), result);
  }

  private static TextNetwork initial(
      Data data, TextNetworkOptions options, SplittableRandom random) {
    float[] vectors = data.vectors();
    int width = vectors == null ? options.width() : vectors.length / data.vocabulary();
    Tensor table =
        vectors == null
            // Small, so that what words mean outgrows what they were drawn as (fastText: uniform to
            // 1/E).
            ? Initializer.uniform(1.0 / width).parameter(random, data.vocabulary(), width)
            : Tensor.parameter(vectors, data.vocabulary(), width);
    HiddenLayers layers = options.training().layers();
    return new TextNetwork(
        layers,
        new EmbeddingBag(table, Bag.MEAN),
        layers.network(width, data.classes(), random),
        data.classes());
  }

  /// The network with the head that it has now.
  private TextNetwork trained() {
    return new TextNetwork(layers, embedding, head, classes);
  }

  private static BagSource source(Data data, int[] rows) {
    return new BagSource(data.bags().rows(rows), Fitting.labels(data.labels(), rows));
  }

  private Objective<BagBatch> objective(Data data, TextNetworkOptions options) {
    CrossEntropy loss =
        options.balanced()
            ? CrossEntropy.defaults().withClassWeights(balance(data.labels(), classes))
            : CrossEntropy.defaults();
    return (tape, batch, scores) -> {
      if (tape.isTraining() && options.tokenDropout() > 0) {
        batch.drop(options.tokenDropout(), tape.random());
      }
      Tensor logits = head.forward(pooled(tape, batch));
      scores.accuracy(logits, batch.labels());
      return logits.crossEntropy(tape.indices(batch.labels(), batch.size()), loss);
    };
  }

  private static double[] balance(int[] labels, int classes) {
    double[] weights = new double[classes];
    for (int label : labels) {
      weights[label]++;
    }
    for (int k = 0; k < classes; k++) {
      weights[k] = labels.length / (classes * Math.max(1, weights[k]));
    }
    return weights;
  }

  private Tensor pooled(Tape tape, BagBatch batch) {
    return embedding.forward(batch.tokens(tape), batch.offsets());
  }

  private Part part() {
    return Parts.NONE.with("embedding", embedding).with("head", head);
  }

  /// A network with the weights of a file.
  ///
  /// @param layers its hidden layers
  /// @param shape of the table of vectors `(V, E)`
  /// @param classes number of classes `K`
  /// @param weights by the names of [#weights]
  /// @throws dev.softmax.io.InputException naming each tensor that is missing, too much or of another
  ///     shape
  public static TextNetwork of(HiddenLayers layers, Shape shape, int classes, StateDict weights) {
    SplittableRandom random = new SplittableRandom(0);
    TextNetwork network =
        new TextNetwork(
            layers,
            new EmbeddingBag(Initializer.constant(0).parameter(random, shape.lengths()), Bag.MEAN),
            layers.network(shape.length(1), classes, random),
            classes);
    weights.check(network.part());
    weights.copyInto(network.part().state());
    return network.trained();
  }

  /// The hidden layers.
  public HiddenLayers layers() {
    return layers;
  }

  /// Number of classes `K`.
  public int classes() {
    return classes;
  }

  /// Number of token ids `V`.
  public int vocabulary() {
    return embedding.weight().shape().length(0);
  }

  /// Length `E` of a token's vector.
  public int width() {
    return embedding.weight().shape().length(1);
  }

  /// Copies of all weights: `embedding.weight (V, E)`, `head.0.weight (H, E)`, `head.0.bias (H)`, ….
  public SequencedMap<String, Tensor> weights() {
    SequencedMap<String, Tensor> copies = new LinkedHashMap<>();
    part()
        .state()
        .forEach(
            (name, tensor) ->
                copies.put(name, Tensor.of(tensor.values(), tensor.shape().lengths())));
    return copies;
  }

  /// Bags of `N` texts → logits `(N, K)`, row-major.
  ///
  /// @throws IllegalArgumentException if a token is not from 0 to `V` (exclusive)
  public double[] logits(TokenBags bags) {
    int texts = bags.size();
    double[] logits = new double[Math.multiplyExact(texts, classes)];
    BagSource source = new BagSource(bags, new int[texts]);
    Tape tape = Tape.inference();
    int[] rows = new int[BLOCK];
    for (int from = 0; from < texts; from += BLOCK) {
      int count = Math.min(BLOCK, texts - from);
      for (int i = 0; i < count; i++) {
        rows[i] = from + i;
      }
      float[] out = frozenHead.forward(pooled(tape, source.batch(rows, count))).data();
      for (int i = 0; i < count * classes; i++) {
        logits[from * classes + i] = out[i];
      }
      tape.reset();
    }
    return logits;
  }

  /// Each token's share in a class's logit: integrated gradients (Sundararajan et al., arXiv 1703.01365,
  /// equation 1) on the way from the text without words, the one token [Vocabulary#PADDING], so that the
  /// shares add up to the logit of the text less that of the text without words. Without hidden layers
  /// the shares are exact, with them to about a thousandth.
  ///
  /// @param tokens `(T)` of one text, at least one
  /// @param label the class, from 0 to `K` (exclusive)
  /// @return `(T)`
  /// @throws IllegalArgumentException if there is no token, or the label is not a class
  public double[] shares(int[] tokens, int label) {
    if (tokens.length == 0 || label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          "shares: tokens (%d) and the class %d of %d".formatted(tokens.length, label, classes));
    }
    int width = width();
    float[] table = embedding.weight().data();
    int empty = Vocabulary.PADDING * width;
    float[] mean =
        embedding
            .forward(Tape.inference().indices(tokens, tokens.length), new int[] {0, tokens.length})
            .values();
    float[] path = new float[STEPS * width];
    for (int step = 0; step < STEPS; step++) {
      for (int i = 0; i < width; i++) {
        float start = table[empty + i];
        path[step * width + i] = start + (mean[i] - start) * (step + 0.5f) / STEPS;
      }
    }
    Tensor points = Tensor.parameter(path, STEPS, width);
    Tape tape = Tape.training(0);
    float[] chosen = new float[classes];
    chosen[label] = 1f / STEPS;
    Tensor logits = certainHead().forward(tape.watch(points));
    tape.backward(logits.times(tape.tensor(chosen, classes)).sum());
    float[] slopes = points.gradient().orElseThrow();
    double[] slope = new double[width];
    for (int i = 0; i < slopes.length; i++) {
      slope[i % width] += slopes[i];
    }
    double[] shares = new double[tokens.length];
    for (int t = 0; t < tokens.length; t++) {
      for (int i = 0; i < width; i++) {
        double way = (double) table[tokens[t] * width + i] - table[empty + i];
        shares[t] += slope[i] * way / tokens.length;
      }
    }
    return shares;
  }

  /// The layers after the mean without dropout, which a tape that knows slopes would apply, and with
  /// gradients of their own, so that threads do not meet in those of this network.
  private Sequential certainHead() {
    Sequential copy = layers.withDropout(0).network(width(), classes, new SplittableRandom(0));
    // Dropout counts in the names of layers, but not in their order.
    Iterator<Tensor> values = head.state().values().iterator();
    for (Tensor tensor : copy.state().values()) {
      System.arraycopy(values.next().data(), 0, tensor.data(), 0, tensor.shape().size());
    }
    return copy;
  }
}
