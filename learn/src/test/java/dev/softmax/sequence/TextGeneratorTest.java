package dev.softmax.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Softmax;
import dev.softmax.io.InputException;
import dev.softmax.nn.Decoder;
import dev.softmax.sampling.Candidate;
import dev.softmax.sampling.Greedy;
import dev.softmax.sampling.Multinomial;
import dev.softmax.sampling.SamplerChain;
import dev.softmax.sampling.Temperature;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextGeneratorTest {
  private static final CharacterVocabulary LETTERS =
      CharacterVocabulary.fit(Corpus.of("letters", "\nabcdef"));
  private static final SamplerChain CHAIN =
      SamplerChain.of(new Temperature(0.8), new Multinomial());

  /// After a symbol comes the next, and after the last the first; remembers what it was given.
  private static final class Counting implements Decoder {
    final List<Integer> read = new ArrayList<>();
    private final int context;
    private int position;

    Counting(int context) {
      this.context = context;
    }

    @Override
    public int vocabulary() {
      return LETTERS.size();
    }

    @Override
    public int position() {
      return position;
    }

    @Override
    public int context() {
      return context;
    }

    @Override
    public float[] next(int token) {
      if (position == context) {
        throw new IllegalArgumentException("full");
      }
      position++;
      read.add(token);
      float[] logits = new float[LETTERS.size()];
      logits[(token + 1) % logits.length] = 3;
      return logits;
    }

    @Override
    public void reset() {
      position = 0;
      read.add(-1);
    }
  }

  private static TextGenerator generator(LanguageNetwork network, long seed) {
    return new TextGenerator(LETTERS, network.decoder(), CHAIN.sampler(LETTERS.size(), seed));
  }

  private static TextGenerator greedy(Decoder decoder) {
    return new TextGenerator(
        LETTERS, decoder, SamplerChain.of(new Greedy()).sampler(LETTERS.size(), 0));
  }

  private static String text(TextGenerator generator, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(generator.next().orElseThrow().text());
    }
    return text.toString();
  }

  @Test
  void theSameSeedWritesTheSame() {
    LanguageNetwork network = Small.network(Small.gru(), LETTERS.size());
    String one = text(generator(network, 1), 50);
    assertThat(text(generator(network, 1), 50)).isEqualTo(one);
    assertThat(text(generator(network, 2), 50)).isNotEqualTo(one);
  }

  @Test
  void withoutAPromptTextBeginsAsAfterALineEnd() {
    Counting decoder = new Counting(Integer.MAX_VALUE);
    assertThat(text(greedy(decoder), 3)).isEqualTo("abc");
    assertThat(decoder.read).startsWith(0);
  }

  @Test
  void aPromptIsReadFirst() {
    Counting decoder = new Counting(Integer.MAX_VALUE);
    TextGenerator generator = greedy(decoder);
    generator.read(Corpus.of("the prompt", "fac"), UnknownSymbols.REJECT);
    TextGenerator.Step step = generator.next().orElseThrow();
    assertThat(step.text()).isEqualTo("d");
    assertThat(decoder.read).containsExactly(6, 1, 3);
    generator.read(Corpus.of("more", "a"), UnknownSymbols.REJECT);
    assertThat(text(generator, 1)).isEqualTo("b");
    assertThat(decoder.read).containsExactly(6, 1, 3, 4, 1);
  }

  @Test
  void theProbabilityIsThatOfTheChoice() {
    TextGenerator generator =
        new TextGenerator(
            LETTERS,
            new Counting(10),
            SamplerChain.of(new Multinomial()).sampler(LETTERS.size(), 4));
    TextGenerator.Step step = generator.next().orElseThrow();
    double[] logits = new double[LETTERS.size()];
    logits[1] = 3;
    double[] p = Softmax.of(logits);
    assertThat(Math.exp(step.logProbability())).isCloseTo(p[step.id()], within(1e-6));
    List<Candidate> best = generator.candidates(3);
    assertThat(best).hasSize(3);
    assertThat(best.getFirst().token()).isEqualTo(1);
    assertThat(best.getFirst().probability()).isCloseTo(p[1], within(1e-6));
    assertThat(best.get(1).probability()).isCloseTo(p[0], within(1e-6));
  }

  @Test
  void unknownCharactersOfAPrompt() {
    TextGenerator generator = greedy(new Counting(10));
    assertThatThrownBy(() -> generator.read(Corpus.of("the prompt", "aXb"), UnknownSymbols.REJECT))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "the prompt: the character 'X' (U+0058) in line 1, column 2 is not among the 7 characters of the model");
    generator.read(Corpus.of("the prompt", "aXb"), UnknownSymbols.DROP);
    assertThat(text(generator, 1)).isEqualTo("c");
  }

  @Test
  void aPromptThatIsLongerThanTheContext() {
    TextGenerator generator = greedy(new Counting(4));
    assertThatThrownBy(
            () -> generator.read(Corpus.of("the prompt", "abcab"), UnknownSymbols.REJECT))
        .isInstanceOf(InputException.class)
        .hasMessage("the prompt: has 5 symbols, but the model sees no more than 4 at once");
  }

  @Test
  void beyondTheContextTheLastHalfOfItStays() {
    Counting decoder = new Counting(4);
    TextGenerator generator = greedy(decoder);
    generator.read(Corpus.of("the prompt", "abcd"), UnknownSymbols.REJECT);
    assertThat(text(generator, 5)).isEqualTo("ef\nab");
    assertThat(decoder.read).containsExactly(1, 2, 3, 4, -1, 3, 4, 5, 6, -1, 5, 6, 0, 1);
    assertThat(text(greedy(new Counting(1)), 9)).isEqualTo("abcdef\nab");
  }

  @Test
  void aVocabularyThatIsNotTheModels() {
    LanguageNetwork network = Small.network(Small.gru(), 5);
    assertThatThrownBy(() -> generator(network, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("generation: a vocabulary of 7 symbols, but a model of 5");
  }
}
