package dev.softmax.sampling;

/// Both forms of mirostat at work: the bound of the surprise, and the draw.
final class MirostatStage implements Stage {
  private static final double LN_2 = 0.6931471805599453;

  private final double tau;
  private final double eta;
  private final int vocabulary;
  private final Draws draws;

  /// The largest logits, of the first form; empty for the second.
  private final double[] largest;

  private double mu;

  MirostatStage(Mirostat mirostat, Draws draws, int vocabulary) {
    this(mirostat.tau(), mirostat.eta(), Math.min(mirostat.m(), vocabulary), draws, vocabulary);
  }

  MirostatStage(MirostatV2 mirostat, Draws draws, int vocabulary) {
    this(mirostat.tau(), mirostat.eta(), 0, draws, vocabulary);
  }

  private MirostatStage(double tau, double eta, int m, Draws draws, int vocabulary) {
    this.tau = tau;
    this.eta = eta;
    this.vocabulary = vocabulary;
    this.draws = draws;
    largest = new double[m];
    reset();
  }

  @Override
  public void reset() {
    mu = 2 * tau;
  }

  @Override
  public void apply(Candidates candidates) {
    if (largest.length == 0) {
      candidates.keepAbove(candidates.logTotal() - mu * LN_2, 1);
    } else {
      candidates.keepLargest(count(candidates));
    }
    candidates.choose(draws.uniform());
    double surprise = -candidates.logProbability(candidates.chosen()) / LN_2;
    mu -= eta * (surprise - tau);
  }

  /// `k` of the paper's algorithm, from an estimate of the Zipf exponent.
  private int count(Candidates candidates) {
    int n = candidates.largest(largest);
    double products = 0;
    double squares = 0;
    for (int i = 0; i < n - 1; i++) {
      double t = StrictMath.log((i + 2.0) / (i + 1));
      products += t * (largest[i] - largest[i + 1]);
      squares += t * t;
    }
    double s = products / squares;
    double epsilon = s - 1;
    double share = 1 - StrictMath.pow(vocabulary, -epsilon);
    double k = StrictMath.pow(epsilon * StrictMath.pow(2, mu) / share, 1 / s);
    // Not a number where there is one candidate, or the estimate is exactly 1.
    return Math.max((int) k, 1);
  }
}
