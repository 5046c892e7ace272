package dev.softmax.sampling;

/// Chooses the candidate of the largest `x + g`, where `g` are independent Gumbel variables: the same
/// distribution as [Multinomial], with one random number a candidate, which depends on the token and
/// not on what else is a candidate. Two chains of one seed then tend to choose the same tokens where
/// their probabilities are similar.
public record GumbelMax() implements ChoosingStep {

  /// Compares `-log(u) / exp(x)`, whose least has the largest `x - log(-log(u))`.
  void apply(Candidates candidates, Draws draws) {
    float[] weights = candidates.weights();
    double least = Double.POSITIVE_INFINITY;
    int best = -1;
    for (int i = 0; i < candidates.size(); i++) {
      if (weights[i] > 0) {
        double u = draws.uniform(candidates.token(i));
        // -log(u) is at least 1 - u: most candidates need no logarithm.
        if (best < 0 || 1 - u < least * weights[i]) {
          double time = -StrictMath.log(u) / weights[i];
          if (best < 0 || time < least) {
            least = time;
            best = i;
          }
        }
      }
    }
    candidates.chooseAt(best);
  }
}
