package dev.softmax.training;

/// How far a training is.
///
/// @param epoch epochs that are done
/// @param step steps that are done
/// @param bestEpoch the epoch with the best validation, from 1; 0: none yet
/// @param bestLoss its validation loss
/// @param bestAccuracy its validation accuracy, `NaN` where it is not measured
record Position(int epoch, long step, int bestEpoch, double bestLoss, double bestAccuracy) {
  static final Position START = new Position(0, 0, 0, Double.NaN, Double.NaN);

  Position withEpochDone(int steps) {
    return new Position(epoch + 1, step + steps, bestEpoch, bestLoss, bestAccuracy);
  }

  /// The epoch that is done is the best now.
  Position withBest(double loss, double accuracy) {
    return new Position(epoch, step, epoch, loss, accuracy);
  }

  boolean isBetter(TrainingOptions.Best best, double loss, double accuracy) {
    if (bestEpoch == 0
        || (best == TrainingOptions.Best.HIGHEST_ACCURACY && accuracy > bestAccuracy)) {
      return true;
    }
    boolean tied = best != TrainingOptions.Best.HIGHEST_ACCURACY || !(accuracy < bestAccuracy);
    return tied && loss < bestLoss;
  }

  /// Epochs since the best one.
  int waited() {
    return epoch - bestEpoch;
  }
}
