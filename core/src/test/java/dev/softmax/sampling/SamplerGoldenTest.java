package dev.softmax.sampling;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Axis;
import dev.softmax.Softmax;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/// The probabilities that steps leave, and the beams that a search finds, are those of Transformers
/// and llama.cpp: `golden/sampling.txt`, written by the script beside it.
class SamplerGoldenTest {
  private final Map<String, float[]> logits = new HashMap<>();

  @Test
  void probabilitiesAreTheReferences() throws IOException {
    int cases = 0;
    List<String> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("logits ")) {
        String[] words = line.split(" ", 3);
        logits.put(words[1], floats(words[2]));
      } else if (line.startsWith("case ")) {
        check(line, lines.get(i + 1));
        cases++;
      }
    }
    assertThat(cases).isGreaterThan(400);
  }

  private void check(String line, String answer) {
    String[] parts = line.split(" history | steps ", -1);
    float[] x = requireNonNull(logits.get(parts[0].split(" ", -1)[2]));
    List<SamplerStep> steps = new ArrayList<>();
    for (String step : parts[2].split("; ", -1)) {
      steps.add(step(new ArrayDeque<>(List.of(step.split(" ", -1)))));
    }
    if (!(steps.getLast() instanceof ChoosingStep)) {
      steps.add(new Multinomial());
    }
    Sampler sampler = SamplerChain.of(steps.toArray(new SamplerStep[0])).sampler(x.length, 1);
    if (!parts[1].isEmpty()) {
      for (String token : parts[1].split(" ", -1)) {
        sampler.accept(Integer.parseInt(token));
      }
    }
    sampler.next(x);
    Map<Integer, Double> expected = new HashMap<>();
    for (String pair : answer.substring(2).split(" ", -1)) {
      String[] sides = pair.split(":", -1);
      expected.put(Integer.parseInt(sides[0]), Double.parseDouble(sides[1]));
    }
    Map<Integer, Double> found = new HashMap<>();
    for (Candidate candidate : sampler.top(x.length)) {
      if (candidate.probability() > 0) {
        found.put(candidate.token(), candidate.probability());
      }
    }
    // The references compute in float: what they leave far down the tail need not match.
    expected.values().removeIf(p -> p < 1e-30);
    found.values().removeIf(p -> p < 1e-30);
    assertThat(found.keySet()).as(line).isEqualTo(expected.keySet());
    // Logits near 1000, divided in float, are off by 6e-5.
    double relative = line.contains(" large ") ? 2e-4 : 1e-5;
    found.forEach(
        (token, p) -> {
          double reference = requireNonNull(expected.get(token));
          assertThat(p)
              .as(line + ": token " + token)
              .isCloseTo(reference, within(1e-6 + relative * reference));
        });
  }

  private static SamplerStep step(Queue<String> words) {
    String name = words.remove();
    return switch (name) {
      case "temperature" -> new Temperature(number(words));
      case "dynamic-temperature" ->
          new DynamicTemperature(number(words), number(words), number(words));
      case "top-k" -> new TopK(integer(words));
      case "top-p" -> new TopP(number(words), integer(words));
      case "min-p" -> new MinP(number(words), integer(words));
      case "typical" -> new Typical(number(words), integer(words));
      case "top-n-sigma" -> new TopNSigma(number(words));
      case "epsilon" -> new EpsilonCutoff(number(words), integer(words));
      case "eta" -> new EtaCutoff(number(words), integer(words));
      case "xtc" -> new Xtc(number(words), number(words), integer(words));
      case "penalties" ->
          new Penalties(integer(words), number(words), number(words), number(words));
      case "dry" ->
          new Dry(number(words), number(words), integer(words), integer(words), sequences(words));
      case "no-repeat-ngram" -> new NoRepeatNgram(integer(words));
      case "bad-words" -> new BadWords(sequences(words));
      case "logit-bias" -> {
        Map<Integer, Double> biases = new HashMap<>();
        for (int n = integer(words); n > 0; n--) {
          biases.put(integer(words), number(words));
        }
        yield new LogitBias(biases);
      }
      case "mirostat" -> new Mirostat(number(words), number(words), integer(words));
      case "mirostat-2" -> new MirostatV2(number(words), number(words));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static double number(Queue<String> words) {
    return Double.parseDouble(words.remove());
  }

  private static int integer(Queue<String> words) {
    return Integer.parseInt(words.remove());
  }

  private static List<List<Integer>> sequences(Queue<String> words) {
    List<List<Integer>> sequences = new ArrayList<>();
    for (int n = integer(words); n > 0; n--) {
      List<Integer> sequence = new ArrayList<>();
      for (int length = integer(words); length > 0; length--) {
        sequence.add(integer(words));
      }
      sequences.add(sequence);
    }
    return sequences;
  }

  /// A model whose logits depend on the last token alone: a row of a table.
  private record Bigrams(float[] table, int vocabulary) implements TokenModel<Integer> {
    @Override
    public Integer step(Integer state, int token) {
      return token;
    }

    @Override
    public void logProbabilities(Integer state, float[] out) {
      System.arraycopy(table, state * vocabulary, out, 0, vocabulary);
      Softmax.LOG.apply(out, Axis.rows(1, vocabulary), out);
    }
  }

  @Test
  void beamsAreTransformers() throws IOException {
    float[] table = new float[0];
    int searches = 0;
    List<String> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("table ")) {
        table = floats(line.substring(6));
      } else if (line.startsWith("beams ")) {
        String[] words = line.split(" ", -1);
        BeamSearch search =
            BeamSearch.of(Integer.parseInt(words[1]), Integer.parseInt(words[2]))
                .withEnd(Integer.parseInt(words[3]))
                .withLengthPenalty(Double.parseDouble(words[4]));
        List<Beam> found = search.search(new Bigrams(table, 6), 0);
        assertThat(found).as(line).hasSize(search.beams());
        for (Beam beam : found) {
          String[] expected = lines.get(++i).substring(2).split(" ", 2);
          assertThat(beam.score())
              .as(line)
              .isCloseTo(Double.parseDouble(expected[0]), within(1e-5));
          assertThat(beam.tokens().stream().map(String::valueOf).toList())
              .as(line)
              .containsExactly(expected[1].split(" ", -1));
        }
        searches++;
      }
    }
    assertThat(searches).isEqualTo(6);
  }

  private static float[] floats(String words) {
    String[] numbers = words.split(" ", -1);
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = Float.parseFloat(numbers[i]);
    }
    return floats;
  }

  private static List<String> lines() throws IOException {
    try (InputStream in =
            requireNonNull(SamplerGoldenTest.class.getResourceAsStream("/golden/sampling.txt"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    }
  }
}
