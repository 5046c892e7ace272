package dev.softmax.sampling;

/// A step at work: the step's arguments and what it remembers from token to token.
interface Stage {
  void apply(Candidates candidates);

  /// Looks at a token that is about to be added to the history.
  default void accept(int token) {}

  /// Forgets all tokens; the history still has them.
  default void reset() {}

  /// The stage of a step.
  ///
  /// @throws IllegalArgumentException if the step names a token beyond the vocabulary, or looks
  ///     further back than the history
  static Stage of(SamplerStep step, Draws draws, History history, int vocabulary) {
    return switch (step) {
      case Temperature temperature -> temperature::apply;
      case DynamicTemperature temperature -> temperature::apply;
      case TopK topK -> topK::apply;
      case TopP topP -> topP::apply;
      case MinP minP -> minP::apply;
      case Typical typical -> {
        float[] scores = new float[vocabulary];
        yield candidates -> typical.apply(candidates, scores);
      }
      case TopNSigma topNSigma -> topNSigma::apply;
      case EpsilonCutoff cutoff -> cutoff::apply;
      case EtaCutoff cutoff -> cutoff::apply;
      case Xtc xtc -> candidates -> xtc.apply(candidates, draws);
      case Penalties penalties -> new PenaltyStage(penalties, history, vocabulary);
      case Dry dry -> new DryStage(dry, history, vocabulary);
      case NoRepeatNgram ngram -> ngram.stage(history);
      case LogitBias bias -> bias.stage(vocabulary);
      case BadWords words -> words.stage(history, vocabulary);
      case Greedy _ -> Candidates::chooseLargest;
      case Multinomial _ -> candidates -> candidates.choose(draws.uniform());
      case GumbelMax gumbel -> candidates -> gumbel.apply(candidates, draws);
      case Mirostat mirostat -> new MirostatStage(mirostat, draws, vocabulary);
      case MirostatV2 mirostat -> new MirostatStage(mirostat, draws, vocabulary);
    };
  }
}
