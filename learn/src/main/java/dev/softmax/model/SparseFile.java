package dev.softmax.model;

import dev.softmax.data.ClassLabels;
import dev.softmax.data.LibsvmOptions;
import dev.softmax.io.InputException;
import dev.softmax.io.StoredTensor;
import dev.softmax.linear.SoftmaxRegression;
import java.util.Map;

/// A [SparseClassifier] as its file has it. `indexBase` says which index its first feature has in
/// files.
final class SparseFile {
  private static final String INDEX_BASE = "indexBase";
  private static final String COEFFICIENTS = "coefficients";
  private static final String INTERCEPTS = "intercepts";

  private SparseFile() {}

  static void write(
      SparseClassifier model, Map<String, String> texts, Map<String, StoredTensor> tensors) {
    SoftmaxRegression regression = model.regression();
    boolean zero = model.reading(true).base() == LibsvmOptions.FirstIndex.ZERO;
    texts.put(INDEX_BASE, zero ? "0" : "1");
    tensors.put(
        COEFFICIENTS,
        StoredTensor.of(regression.coefficients(), regression.classes(), regression.features()));
    tensors.put(INTERCEPTS, StoredTensor.of(regression.intercepts(), regression.classes()));
  }

  static SparseClassifier read(StoredModel stored) {
    ClassLabels labels = stored.labels();
    LibsvmOptions.FirstIndex base =
        stored.part(
            "the first index",
            () -> LibsvmOptions.FirstIndex.of(Integer.parseInt(stored.text(INDEX_BASE))));
    TrainingSummary training = stored.training();
    long[] lengths = stored.tensor(COEFFICIENTS).shape();
    if (lengths.length != 2) {
      throw new InputException(stored.file() + ": is damaged: coefficients are no matrix");
    }
    double[] coefficients = stored.doubles(COEFFICIENTS, labels.size(), lengths[1]);
    double[] intercepts = stored.doubles(INTERCEPTS, labels.size());
    return stored.part(
        "the model",
        () ->
            new SparseClassifier(
                labels, SoftmaxRegression.of(coefficients, intercepts), base, training));
  }
}
