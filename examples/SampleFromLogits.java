// Chooses the next word from the logits of any language model: temperature, top-k, top-p, and
// a penalty for words just used. Prints what is left to choose from, and what is drawn.
//
//   examples/run SampleFromLogits         the seed is 42
//   examples/run SampleFromLogits 7       another seed

import dev.softmax.sampling.Candidate;
import dev.softmax.sampling.Greedy;
import dev.softmax.sampling.Multinomial;
import dev.softmax.sampling.Penalties;
import dev.softmax.sampling.Sampler;
import dev.softmax.sampling.SamplerChain;
import dev.softmax.sampling.Temperature;
import dev.softmax.sampling.TopK;
import dev.softmax.sampling.TopP;

String[] words = {"the", "a", "cat", "dog", "sat", "ran", "mat", "quantum"};
float[] logits = {2.0f, 1.5f, 3.0f, 2.5f, 0.5f, 0.2f, 1.0f, -4.0f};

void main(String[] args) {
  long seed = args.length > 0 ? Long.parseLong(args[0]) : 42;

  SamplerChain chain =
      SamplerChain.of(new Temperature(0.8), new TopK(5), new TopP(0.9), new Multinomial());
  Sampler sampler = chain.sampler(words.length, seed);
  int word = sampler.next(logits);
  IO.println("left to choose from");
  for (Candidate candidate : sampler.top(words.length)) {
    IO.println("  %-6s %.6f".formatted(words[candidate.token()], candidate.probability()));
  }
  IO.println("drawn '" + words[word] + "', log-probability " + sampler.logProbability());

  int[] counts = new int[words.length];
  for (int i = 0; i < 10_000; i++) {
    counts[sampler.next(logits)]++;
  }
  IO.println("share of 'cat' in 10 000 draws " + counts[2] / 10_000.0);

  // The same logits again and again: a penalty keeps the greedy choice from staying at one word.
  Sampler varied =
      SamplerChain.of(new Penalties(4, 1, 0.4, 0.8), new Greedy()).sampler(words.length, seed);
  StringBuilder text = new StringBuilder();
  for (int i = 0; i < 8; i++) {
    text.append(' ').append(words[varied.next(logits)]);
  }
  IO.println("greedy with a penalty:" + text);
}
