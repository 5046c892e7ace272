// A network that reads: vectors of tokens, their mean, a hidden layer, ReLU, softmax. First by
// numbers that can be worked out by hand, then in its usual size, then (without the hidden layer)
// learned from a few sentences, with what each word adds to the answer.
//
//   examples/run S09

import dev.softmax.data.TextData;
import dev.softmax.model.TextClassifier;
import dev.softmax.model.TextTrainOptions;
import dev.softmax.network.TextNetworkOptions;
import dev.softmax.nn.*;
import dev.softmax.tensor.Bag;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import dev.softmax.training.Monitor;

void main() {
  float[] rows = {0, .1f, .2f, .3f, .4f, .5f, .6f, .7f, .8f, .9f, 1, 1.1f};
  EmbeddingBag byHand = new EmbeddingBag(Tensor.of(rows, 4, 3), Bag.MEAN);
  Tensor w1 = Tensor.of(new float[] {.1f, -.2f, .3f, .5f, .4f, -.6f}, 2, 3);
  Tensor w2 = Tensor.of(new float[] {1, -1, .5f, 2}, 2, 2);
  Sequential head =
      Sequential.of(
          new Linear(w1, Tensor.of(new float[] {.1f, .2f}, 2)),
          Activation.RELU,
          new Linear(w2, Tensor.of(new float[] {0, .1f}, 2)));
  show("by hand   ", byHand, head, new int[] {1, 2, 2, 3}, 1);

  SplittableRandom random = new SplittableRandom(42);
  EmbeddingBag large = EmbeddingBag.of(10_000, 100, Bag.MEAN, random);
  Sequential deep =
      Sequential.of(Linear.of(100, 256, random), Activation.RELU, Linear.of(256, 2, random));
  show("10 000    ", large, deep, new int[] {4, 71, 305, 9, 2, 8, 512, 6, 9_999, 0}, 2);
  learn();
}

void show(String name, EmbeddingBag embedding, Sequential head, int[] tokens, int texts) {
  Tape tape = Tape.inference();
  Tensor mean = embedding.forward(tape.indices(tokens, texts, tokens.length / texts));
  IO.println(name + Arrays.toString(head.forward(mean).softmax(1).values()));
}

void learn() {
  String[] happy = {"what a sunny day", "sunny and warm", "a warm smile", "we smile all day"};
  String[] sad = {"what a rainy day", "rainy and cold", "a cold goodbye", "goodbye, cold day"};
  List<String> texts = new ArrayList<>();
  List<String> labels = new ArrayList<>();
  for (int i = 0; i < 20; i++) {
    texts.addAll(List.of(happy[i % 4], sad[i % 4]));
    labels.addAll(List.of("happy", "sad"));
  }
  TextNetworkOptions network = TextNetworkOptions.defaults().withWidth(10);
  network = network.withTraining(network.training().withBatchSize(4).withLearningRate(0.02));
  TextClassifier model =
      TextClassifier.train(
              TextClassifier.Corpus.of(TextData.of("sentences", texts, labels)),
              TextTrainOptions.defaults().withNetwork(network),
              Monitor.NONE)
          .model();
  String text = "a warm, rainy goodbye";
  IO.println("classes   " + model.labels().names());
  IO.println("learned   " + Arrays.toString(model.probabilities(List.of(text, "sunny"))));
  for (TextClassifier.Share share : model.explain(text, 1)) {
    IO.println(String.format(Locale.ROOT, "%+9.4f  %s", share.logit(), share.feature().name()));
  }
}
