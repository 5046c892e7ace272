package dev.softmax.sampling;

/// [Dry] at work.
final class DryStage implements Stage {
  /// Logarithm of the largest `float`, beyond which llama.cpp lets no penalty grow.
  private static final double LARGEST_LOG = 88.72284f;

  /// Bases up to this one have no limit: their powers stay small.
  private static final double FLAT_BASE = 1.000001;

  private final Dry dry;
  private final History history;
  private final int window;
  private final int[][] breakers;
  private final int largestExponent;

  /// `repeats[k]`: how many tokens up to the one `k` ago equal the last ones.
  private final int[] repeats;

  /// The longest repetition that a token would continue, 0 for none; and the tokens that have one.
  private final int[] longest;

  private final int[] found;

  DryStage(Dry dry, History history, int vocabulary) {
    this.dry = dry;
    this.history = history;
    window = dry.multiplier() == 0 ? 0 : history.window("dry", dry.lastN());
    breakers = Require.inVocabulary("dry: breakers", dry.breakers(), vocabulary);
    boolean grows = dry.base() > FLAT_BASE;
    largestExponent = grows ? (int) (LARGEST_LOG / StrictMath.log(dry.base())) : 0;
    repeats = new int[window];
    longest = new int[vocabulary];
    found = new int[window];
  }

  @Override
  public void apply(Candidates candidates) {
    int n = Math.min(window, history.size());
    int allowed = dry.allowedLength();
    if (n <= allowed) {
      return;
    }
    int limit = limit(n);
    if (limit < allowed) {
      return;
    }
    findRepeats(n);
    int count = 0;
    for (int k = 1; k < n; k++) {
      int length = Math.min(repeats[k], limit);
      if (length >= allowed) {
        int token = history.ago(k - 1);
        if (longest[token] == 0) {
          found[count++] = token;
        }
        longest[token] = Math.max(longest[token], length);
      }
    }
    for (int i = 0; i < count; i++) {
      penalise(candidates, found[i]);
      longest[found[i]] = 0;
    }
  }

  private void penalise(Candidates candidates, int token) {
    int at = candidates.indexOf(token);
    if (at >= 0 && !breaksAlone(token)) {
      int exponent = longest[token] - dry.allowedLength();
      if (largestExponent > 0) {
        exponent = Math.min(exponent, largestExponent);
      }
      double penalty = dry.multiplier() * StrictMath.pow(dry.base(), exponent);
      candidates.set(at, candidates.logit(at) - penalty);
    }
  }

  private boolean breaksAlone(int token) {
    for (int[] breaker : breakers) {
      if (breaker.length == 1 && breaker[0] == token) {
        return true;
      }
    }
    return false;
  }

  /// The number of tokens after the last breaker, the longest of those that begin at one place.
  private int limit(int n) {
    for (int i = 0; i < n; i++) {
      int length = 0;
      for (int[] breaker : breakers) {
        if (breaker.length > length && breaker.length <= i + 1 && stands(breaker, i)) {
          length = breaker.length;
        }
      }
      if (length > 0) {
        return i + 1 - length;
      }
    }
    return n;
  }

  private boolean stands(int[] sequence, int from) {
    int j = 0;
    while (j < sequence.length && history.ago(from - j) == sequence[j]) {
      j++;
    }
    return j == sequence.length;
  }

  /// The Z function of the history read backwards: linear, as each token is compared with success
  /// only once.
  private void findRepeats(int n) {
    int from = 0;
    int to = 0;
    for (int k = 1; k < n; k++) {
      int length = k < to ? Math.min(to - k, repeats[k - from]) : 0;
      while (k + length < n && history.ago(length) == history.ago(k + length)) {
        length++;
      }
      repeats[k] = length;
      if (k + length > to) {
        from = k;
        to = k + length;
      }
    }
  }
}
