// A model of characters from a text file: it reads some verses until it can go on with them, writes
// by a chain of temperature and draw, and says which character of a prompt it has never seen.
//
//   examples/run WriteVerses
//   examples/run WriteVerses loss.svg    draws the loss of each pass, too

import dev.softmax.io.InputException;
import dev.softmax.model.LanguageModel;
import dev.softmax.plot.Curve;
import dev.softmax.plot.Curves;
import dev.softmax.plot.Frame;
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
import dev.softmax.training.EpochReport;
import dev.softmax.training.Scores;
import java.util.function.Function;

void main(String[] args) throws IOException {
  List<EpochReport> passes = new ArrayList<>();
  LanguageModel model = train(passes);
  write(model, "In the garden");
  try {
    model.generator(chain(), 1).read(Corpus.of("the prompt", "Zoë"), UnknownSymbols.REJECT);
  } catch (InputException e) {
    IO.println("error      " + e.getMessage());
  }
  if (args.length > 0) {
    Curves.of(
            curve("text learned from", passes, EpochReport::training),
            curve("text held out", passes, EpochReport::validation))
        .with(Frame.of("", "passes", "nats a character"))
        .save(Path.of(args[0]));
    IO.println("drawn to   " + args[0]);
  }
}

Curve curve(String name, List<EpochReport> passes, Function<EpochReport, Map<String, Double>> of) {
  double[] x = passes.stream().mapToDouble(EpochReport::epoch).toArray();
  double[] y = passes.stream().mapToDouble(pass -> of.apply(pass).get(Scores.LOSS)).toArray();
  return Curve.of(name, x, y);
}

LanguageModel train(List<EpochReport> passes) {
  Corpus verses = Corpus.read(Path.of("examples/data/garden.txt"), StandardCharsets.UTF_8);
  LanguageOptions options =
      LanguageOptions.of(new Architecture.Gru(1, 64, 32, 64, 0))
          .withEpochs(60)
          .withBatchSize(4)
          .withLearningRate(0.01);
  EncodedCorpus symbols = EncodedCorpus.ofCharacters(verses);
  LanguageMonitor hear = LanguageMonitor.NONE.withListener((pass, _, _) -> passes.add(pass));
  LanguageModel model = LanguageModel.train(symbols, options, hear).model();
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
