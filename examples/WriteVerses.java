// A model of characters from a text file: it reads some verses until it can go on with them, writes
// by a chain of temperature and draw, and says which character of a prompt it has never seen.
//
//   examples/run WriteVerses

import dev.softmax.io.InputException;
import dev.softmax.model.LanguageModel;
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

void main() {
  LanguageModel model = train();
  write(model, "In the garden");
  try {
    model.generator(chain(), 1).read(Corpus.of("the prompt", "Zoë"), UnknownSymbols.REJECT);
  } catch (InputException e) {
    IO.println("error      " + e.getMessage());
  }
}

LanguageModel train() {
  Corpus verses = Corpus.read(Path.of("examples/data/garden.txt"), StandardCharsets.UTF_8);
  LanguageOptions options =
      LanguageOptions.of(new Architecture.Gru(1, 64, 32, 64, 0))
          .withEpochs(60)
          .withBatchSize(4)
          .withLearningRate(0.01);
  EncodedCorpus symbols = EncodedCorpus.ofCharacters(verses);
  LanguageModel model = LanguageModel.train(symbols, options, LanguageMonitor.NONE).model();
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
