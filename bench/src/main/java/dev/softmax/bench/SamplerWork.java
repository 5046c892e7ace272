package dev.softmax.bench;

import dev.softmax.sampling.Multinomial;
import dev.softmax.sampling.Sampler;
import dev.softmax.sampling.SamplerChain;
import dev.softmax.sampling.Temperature;
import dev.softmax.sampling.TopK;
import dev.softmax.sampling.TopP;

/// One token from the logits of a vocabulary by temperature 0.8, top-k 40 and top-p 0.95.
final class SamplerWork implements Workload {
  private final float[] logits;
  private final Sampler sampler;
  private int token;

  SamplerWork(int vocabulary) {
    float[] first = Numbers.floats(vocabulary, 1, 10);
    float[] second = Numbers.floats(vocabulary, 2, 10);
    logits = new float[vocabulary];
    for (int i = 0; i < vocabulary; i++) {
      logits[i] = first[i] * second[i];
    }
    SamplerChain chain =
        SamplerChain.of(new Temperature(0.8), new TopK(40), new TopP(0.95), new Multinomial());
    sampler = chain.sampler(vocabulary, 1);
  }

  @Override
  public void run() {
    token = sampler.next(logits);
  }

  /// Of the probabilities that the chain leaves; draws differ, as random numbers do.
  @Override
  public double checksum() {
    double[] probabilities = new double[logits.length];
    sampler.top(logits.length).forEach(c -> probabilities[c.token()] = c.probability());
    if (sampler.candidates() > 0 && probabilities[token] == 0) {
      throw new IllegalStateException("sampler: token " + token + " has probability 0");
    }
    return Numbers.checksum(probabilities);
  }
}
