package dev.softmax.cli;

import java.util.Locale;
import java.util.concurrent.Callable;

/// The words that may follow `softmax`, in the order of its help.
enum Commands {
  PROBS,
  EXPLAIN,
  PLOT,
  TRAIN,
  SUMMARY,
  EVALUATE,
  PREDICT,
  CALIBRATE,
  GENERATE,
  POLICY,
  BANDIT,
  RL,
  INSPECT,
  IMPORT,
  EXPORT,
  DOCTOR,
  COMPLETION,
  HELP;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  Callable<Integer> create(Streams streams) {
    return switch (this) {
      case PROBS -> new Probs(streams);
      case EXPLAIN -> new Explain(streams);
      case PLOT -> new Plot(streams);
      case TRAIN -> new Train(streams);
      case SUMMARY -> new Summary(streams);
      case EVALUATE -> new Evaluate(streams);
      case PREDICT -> new Predict(streams);
      case CALIBRATE -> new Calibrate(streams);
      case GENERATE -> new Generate(streams);
      case POLICY -> new Policy(streams);
      case BANDIT -> new Bandit(streams);
      case RL -> new Rl(streams);
      case INSPECT -> new Inspect(streams);
      case IMPORT -> new Import(streams);
      case EXPORT -> new Export(streams);
      case DOCTOR -> new Doctor(streams);
      case COMPLETION -> new Completion(streams);
      case HELP -> new Help(streams);
    };
  }
}
