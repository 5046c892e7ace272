package dev.softmax.sampling;

/// [Penalties] at work: how often each token occurs in the window.
final class PenaltyStage implements Stage {
  private final Penalties penalties;
  private final History history;
  private final int window;
  private final int[] counts;

  PenaltyStage(Penalties penalties, History history, int vocabulary) {
    this.penalties = penalties;
    this.history = history;
    window = history.window("penalties", penalties.lastN());
    counts = new int[vocabulary];
  }

  @Override
  public void accept(int token) {
    if (window > 0) {
      counts[token]++;
      if (history.size() >= window) {
        counts[history.ago(window - 1)]--;
      }
    }
  }

  @Override
  public void apply(Candidates candidates) {
    int n = Math.min(window, history.size());
    for (int i = 0; i < n; i++) {
      int token = history.ago(i);
      int count = counts[token];
      // A negative count says that the token has been met already, for the length of this loop.
      if (count > 0) {
        counts[token] = -count;
        int at = candidates.indexOf(token);
        if (at >= 0) {
          candidates.set(at, penalties.apply(candidates.logit(at), count));
        }
      }
    }
    for (int i = 0; i < n; i++) {
      int token = history.ago(i);
      counts[token] = Math.abs(counts[token]);
    }
  }

  @Override
  public void reset() {
    for (int i = 0; i < Math.min(window, history.size()); i++) {
      counts[history.ago(i)] = 0;
    }
  }
}
