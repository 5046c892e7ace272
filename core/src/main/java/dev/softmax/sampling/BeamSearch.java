package dev.softmax.sampling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Looks for the most probable sequences, a few at a time. In each step each of the open sequences is
/// continued by every token; of all continuations the most probable stay. One among the best `beams`
/// that has the end token or the full length is finished, with the score `log p / length^lengthPenalty`. The search
/// ends when the length is reached, or when `beams` sequences are finished and no open one, at its
/// present length, scores better than the worst of them (the rule of Transformers' `generate` with
/// `early_stopping=False`).
///
/// @param beams number of sequences that are followed, and most that are found; at least 1
/// @param length most tokens of a sequence, at least 1
/// @param end token that ends a sequence, or [#NO_END]
/// @param lengthPenalty power of the length that a logarithm is divided by: 0 is none, 1 the mean of
///     the tokens, more prefers long sequences; finite
public record BeamSearch(int beams, int length, int end, double lengthPenalty) {
  /// No token ends a sequence.
  public static final int NO_END = -1;

  private static final Comparator<Beam> BEST_FIRST =
      Comparator.comparingDouble(Beam::score).reversed();

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public BeamSearch {
    Require.atLeast("beam search: beams", beams, 1);
    Require.atLeast("beam search: length", length, 1);
    Require.atLeast("beam search: end", end, NO_END);
    Require.between(
        "beam search: length penalty", lengthPenalty, -Float.MAX_VALUE, Float.MAX_VALUE);
  }

  /// A search without an end token, which prefers no length.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public static BeamSearch of(int beams, int length) {
    return new BeamSearch(beams, length, NO_END, 0);
  }

  /// This search with an end token.
  ///
  /// @throws IllegalArgumentException if it is less than [#NO_END]
  public BeamSearch withEnd(int token) {
    return new BeamSearch(beams, length, token, lengthPenalty);
  }

  /// This search with another power of the length.
  ///
  /// @throws IllegalArgumentException if it is not finite
  public BeamSearch withLengthPenalty(double power) {
    return new BeamSearch(beams, length, end, power);
  }

  private record Open<S>(S state, List<Integer> tokens, double logProbability) {}

  /// The sequences that follow `start`, the best score first; fewer than `beams` where the model
  /// allows no more.
  ///
  /// @throws IllegalArgumentException if the model gives NaN or a logarithm above 0, or has no
  ///     such end token
  public <S> List<Beam> search(TokenModel<S> model, S start) {
    int vocabulary = model.vocabulary();
    if (end != NO_END) {
      Require.token("beam search: end", end, vocabulary);
    }
    List<Open<S>> open = List.of(new Open<>(start, List.of(), 0));
    List<Beam> finished = new ArrayList<>();
    Continuations best = new Continuations(2 * beams);
    float[] logs = new float[vocabulary];
    for (int step = 0; step < length && !open.isEmpty() && !done(open, finished, step); step++) {
      best.clear();
      for (int b = 0; b < open.size(); b++) {
        model.logProbabilities(open.get(b).state(), logs);
        best.addAll(b, open.get(b).logProbability(), logs);
      }
      open = next(model, open, best, finished);
    }
    return List.copyOf(finished);
  }

  /// The open sequences after the best continuations; those that end are finished.
  private <S> List<Open<S>> next(
      TokenModel<S> model, List<Open<S>> open, Continuations best, List<Beam> finished) {
    List<Open<S>> next = new ArrayList<>(beams);
    for (int rank = 0; rank < best.size() && next.size() < beams; rank++) {
      Open<S> before = open.get(best.parent(rank));
      int token = best.token(rank);
      List<Integer> tokens = new ArrayList<>(before.tokens());
      tokens.add(token);
      boolean ends = token == end || tokens.size() == length;
      if (!ends) {
        next.add(new Open<>(model.step(before.state(), token), tokens, best.log(rank)));
      } else if (rank < beams) {
        finish(finished, tokens, best.log(rank));
      }
    }
    return next;
  }

  private void finish(List<Beam> finished, List<Integer> tokens, double log) {
    finished.add(new Beam(List.copyOf(tokens), log, score(log, tokens.size())));
    finished.sort(BEST_FIRST);
    if (finished.size() > beams) {
      finished.removeLast();
    }
  }

  private double score(double log, int tokens) {
    return log / StrictMath.pow(tokens, lengthPenalty);
  }

  private <S> boolean done(List<Open<S>> open, List<Beam> finished, int tokens) {
    return finished.size() == beams
        && finished.getLast().score() >= score(open.getFirst().logProbability(), tokens);
  }
}
