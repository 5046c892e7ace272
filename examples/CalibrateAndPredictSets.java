// Probabilities one can trust: a regression that has learned noise from few rows is too sure; a
// temperature from fresh rows corrects it, and other rows make sets of classes that hold the true
// one nine times in ten.
//
//   examples/run Calibrate       from the root of the repository

import dev.softmax.Progress;
import dev.softmax.calibration.Calibration;
import dev.softmax.calibration.CalibrationData;
import dev.softmax.calibration.CalibrationFit;
import dev.softmax.calibration.CalibrationMethod;
import dev.softmax.calibration.ConformalScores;
import dev.softmax.calibration.ConformalSets;
import dev.softmax.calibration.SetScore;
import dev.softmax.linear.DenseData;
import dev.softmax.linear.Options;
import dev.softmax.linear.SoftmaxRegression;

/// Two columns that tell three classes apart, not surely, and eighteen that tell nothing.
static final int COLUMNS = 20;

static final int CLASSES = 3;

void main() {
  SplittableRandom random = new SplittableRandom(7);
  DenseData few = draw(random, 120);
  SoftmaxRegression model =
      SoftmaxRegression.fit(few, Options.defaults().withC(100), Progress.NONE);

  // A third of the fresh rows each: for the temperature, for the sets, and to see what came of it.
  CalibrationData fitted = logits(model, draw(random, 2000));
  CalibrationData kept = logits(model, draw(random, 2000));
  CalibrationData fresh = logits(model, draw(random, 2000));

  CalibrationFit fit = new CalibrationMethod.Temperature().fit(fitted);
  IO.println("log-loss before  " + fit.lossBefore());
  IO.println("log-loss after   " + fit.lossAfter());

  Calibration calibration = fit.calibration();
  ConformalScores scores =
      ConformalScores.of(calibration.probabilities(kept.logits(), CLASSES), kept.labels(), CLASSES);
  double[] p = calibration.probabilities(fresh.logits(), CLASSES);
  for (SetScore score : List.of(new SetScore.Lac(), new SetScore.Aps())) {
    ConformalSets sets = scores.sets(0.9, score);
    ConformalSets.Measured measured = sets.measure(p, fresh.labels(), CLASSES);
    IO.println(score.name() + " coverage     " + measured.coverage());
    IO.println(score.name() + " mean size    " + measured.meanSize());
  }

  ConformalSets sets = scores.sets(0.9, new SetScore.Aps());
  for (int row = 0; row < 3; row++) {
    double[] of = Arrays.copyOfRange(p, CLASSES * row, CLASSES * (row + 1));
    IO.println("row " + row + ": " + Arrays.toString(sets.set(of)) + " of " + Arrays.toString(of));
  }
}

/// Rows of random classes.
DenseData draw(SplittableRandom random, int rows) {
  double[] features = new double[rows * COLUMNS];
  Arrays.setAll(features, _ -> random.nextGaussian());
  int[] labels = new int[rows];
  for (int row = 0; row < rows; row++) {
    labels[row] = random.nextInt(CLASSES);
    if (labels[row] < 2) {
      features[row * COLUMNS + labels[row]] += 2;
    }
  }
  return new DenseData(features, labels, COLUMNS, CLASSES);
}

CalibrationData logits(SoftmaxRegression model, DenseData rows) {
  return new CalibrationData(model.logits(rows.features()), rows.labels(), CLASSES);
}
