// Characters in, the probabilities of the next one out: an embedding of 32 numbers, 64 gated recurrent
// units, and a softmax over 128 characters at every step. Then a network of this form reads some verses
// until it can go on with them. Run it with: examples/run S14

import dev.softmax.io.InputException;
import dev.softmax.model.LanguageModel;
import dev.softmax.nn.Embedding;
import dev.softmax.nn.Gru;
import dev.softmax.nn.Linear;
import dev.softmax.sampling.Multinomial;
import dev.softmax.sampling.SamplerChain;
import dev.softmax.sampling.Temperature;
import dev.softmax.sequence.Architecture;
import dev.softmax.sequence.Corpus;
import dev.softmax.sequence.EncodedCorpus;
import dev.softmax.sequence.LanguageMonitor;
import dev.softmax.sequence.LanguageOptions;
import dev.softmax.sequence.TextGenerator;
import dev.softmax.sequence.UnknownSymbols;
import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Tensor;

void main() {
  steps();
  LanguageModel model = train();
  write(model, "In the garden");
  try {
    model.generator(chain(), 1).read(Corpus.of("the prompt", "Zoë"), UnknownSymbols.REJECT);
  } catch (InputException e) {
    IO.println("error      " + e.getMessage());
  }
}

void steps() {
  SplittableRandom random = new SplittableRandom(1);
  Embedding embedding = Embedding.of(128, 32, random);
  Gru gru = Gru.of(32, 64, 1, random);
  Linear linear = Linear.of(64, 128, random);

  int[] hello = "hello".chars().toArray();
  Tensor vectors = embedding.forward(Indices.of(hello, 1, 5));
  Tensor p = linear.forward(gru.forward(vectors)).softmax(2);
  IO.println("shape      " + p.shape());
  IO.println("sums       " + Arrays.toString(p.sum(2).values()));
}

LanguageModel train() {
  Corpus verses = Corpus.read(Path.of("examples/data/garden.txt"), StandardCharsets.UTF_8);
  LanguageOptions options =
      LanguageOptions.of(new Architecture.Gru(1, 64, 32, 64, 0))
          .withEpochs(60)
          .withBatchSize(4)
          .withLearningRate(0.01);
  LanguageModel model =
      LanguageModel.train(EncodedCorpus.ofCharacters(verses), options, LanguageMonitor.NONE).model();
  IO.println("symbols    " + model.vocabulary().size());
  IO.println("nats       " + model.validation().orElseThrow().nats());
  return model;
}

void write(LanguageModel model, String prompt) {
  TextGenerator generator = model.generator(chain(), 7);
  generator.read(Corpus.of("the prompt", prompt), UnknownSymbols.REJECT);
  StringBuilder text = new StringBuilder(prompt);
  for (int i = 0; i < 120; i++) {
    generator.next().ifPresent(step -> text.append(step.text()));
  }
  IO.println("text\n" + text);
}

SamplerChain chain() {
  return SamplerChain.of(new Temperature(0.5), new Multinomial());
}
