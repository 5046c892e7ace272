package dev.softmax.sampling;

/// A step at work: the step's arguments and what it remembers from token to token.
interface Stage {
  void apply(Candidates candidates);

  /// Looks at a token that has been added to the history.
  default void accept(int token) {}

  /// Forgets all tokens.
  default void reset() {}

  /// The stage of a step.
  static Stage of(SamplerStep step, Draws draws) {
    return switch (step) {
      case Temperature temperature -> temperature::apply;
      case TopK topK -> topK::apply;
      case TopP topP -> topP::apply;
      case MinP minP -> minP::apply;
      case Greedy _ -> Candidates::chooseLargest;
      case Multinomial _ -> candidates -> candidates.choose(draws.uniform());
    };
  }
}
