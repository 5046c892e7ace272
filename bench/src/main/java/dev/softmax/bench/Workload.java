package dev.softmax.bench;

import dev.softmax.Axis;
import dev.softmax.Softmax;

/// One row of `bench/targets.csv`: the work that is timed, on inputs made beforehand.
sealed interface Workload
    permits SoftmaxWork,
        SoftmaxGradientWork,
        LogSumExpWork,
        CrossEntropyWork,
        EntmaxWork,
        GruWork,
        LinearCrossEntropyWork,
        NetworkWork,
        PictureWork,
        ProductWork,
        RegressionWork,
        TransformerWork,
        TextWork,
        AttentionWork,
        AdditiveWork,
        SamplerWork,
        VisionTrainWork,
        VisionWork {

  /// Does the work once; the result stays in arrays of this object.
  void run();

  /// A number made of the last result, which the peers' result has to give too.
  double checksum();

  /// Bytes of new arrays that one call returns by its contract; `B/op` below is beyond them.
  default long resultBytes() {
    return 0;
  }

  /// The work of a row such as `softmax/1024x1024` or `matmul-nt/512x512x512`.
  ///
  /// @throws IllegalArgumentException if there is no such row
  static Workload of(String row) {
    int slash = row.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("benchmark row: " + row + " is not KIND/SHAPE");
    }
    String kind = row.substring(0, slash);
    String rest = row.substring(slash + 1);
    if (kind.equals("regression")) {
      return RegressionWork.of(rest);
    }
    if (RegressionWork.PEERS.contains(kind)) {
      return RegressionWork.of(kind, rest);
    }
    if (kind.equals("text")) {
      return new TextWork(rest);
    }
    if (kind.equals("picture")) {
      return new PictureWork(rest);
    }
    int[] shape = shape(rest);
    return switch (kind) {
      case "softmax", "few-classes" -> SoftmaxWork.ofFloats(Softmax.STANDARD, axis(shape));
      case "softmax-double" -> SoftmaxWork.ofDoubles(Softmax.STANDARD, axis(shape));
      case "softmax-temperature" ->
          SoftmaxWork.ofFloats(Softmax.STANDARD.withTemperature(1.7), axis(shape));
      case "log-softmax" -> SoftmaxWork.ofFloats(Softmax.LOG, axis(shape));
      case "log-softmax-double" -> SoftmaxWork.ofDoubles(Softmax.LOG, axis(shape));
      case "softmax-gradient" -> new SoftmaxGradientWork(Softmax.STANDARD, axis(shape));
      case "log-softmax-gradient" -> new SoftmaxGradientWork(Softmax.LOG, axis(shape));
      case "log-sum-exp" -> LogSumExpWork.ofFloats(axis(shape));
      case "log-sum-exp-double" -> LogSumExpWork.ofDoubles(axis(shape));
      case "sparsemax", "entmax15" -> new EntmaxWork(kind, shape[0], shape[1]);
      case "linear-cross-entropy" -> new LinearCrossEntropyWork(shape[0], shape[1], shape[2]);
      case "cross-entropy" -> CrossEntropyWork.ofClasses(axis(shape), 0);
      case "cross-entropy-smoothed" -> CrossEntropyWork.ofClasses(axis(shape), 0.1);
      case "cross-entropy-given" -> CrossEntropyWork.ofGiven(axis(shape));
      case "cross-entropy-double" -> CrossEntropyWork.ofDoubles(axis(shape));
      case "matmul", "matmul-nt", "matmul-tn", "matmul-double" ->
          ProductWork.of(kind, shape[0], shape[1], shape[2]);
      case "sentiment-train", "sentiment-infer", "mlp-train", "mlp-infer" ->
          new NetworkWork(kind, shape);
      case "attention", "attention-train", "attention-causal", "attention-causal-train" ->
          new AttentionWork(kind, shape);
      case "additive-attention", "additive-attention-gradient" ->
          new AdditiveWork(kind.endsWith("gradient"), shape);
      case "cifar-resnet20-train", "mnist-cnn-train" -> new VisionTrainWork(kind, shape[0]);
      case "resnet18", "mobilenet", "cifar-resnet20" -> new VisionWork(kind, shape[0]);
      case "sampler" -> new SamplerWork(shape[0]);
      case "gru-train", "gru-infer" -> new GruWork(kind, shape);
      case "transformer-train" -> new TransformerWork(shape);
      default -> throw new IllegalArgumentException("benchmark row: no kind " + kind);
    };
  }

  /// `(rows, classes)`, or `(outer, classes, inner)`: vectors across the array.
  private static Axis axis(int[] shape) {
    return shape.length == 3
        ? new Axis(0, shape[0], shape[1], shape[2])
        : Axis.rows(shape[0], shape[1]);
  }

  private static int[] shape(String text) {
    String[] sizes = text.split("x", -1);
    int[] shape = new int[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      shape[i] = Integer.parseInt(sizes[i]);
    }
    return shape;
  }
}
