package dev.softmax.tensor;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/// The operations in plain `double` loops that follow their definitions, to take slopes of.
final class ReferenceOperations {
  private final GoldenCase golden;
  private final int[][] shapes;
  private final double[][] x;
  private final int[] arguments;
  private final int[] shape;

  ReferenceOperations(GoldenCase golden, double[][] x) {
    this.golden = golden;
    this.x = x;
    this.arguments = golden.integers("arguments");
    this.shape = golden.integers("shape");
    this.shapes = new int[x.length][];
    Arrays.setAll(shapes, i -> golden.integers("shape" + i));
  }

  double[] result() {
    return switch (golden.operation()) {
      case "plus", "minus", "times", "dividedBy" -> arithmetic();
      case "sum", "mean", "sumKeeping", "meanKeeping" -> sums();
      case "transpose", "slice" -> moved();
      case "concatenate" -> concatenated();
      case "softmax" -> along(false, 0);
      case "logSoftmax" -> along(true, 0);
      case "logSumExp" -> logSumExp();
      case "linear", "matmul", "matmulTransposed" -> product();
      case "convolution" -> ReferencePictures.convolution(shapes, shape, arguments, x);
      case "maxPool", "averagePool" ->
          ReferencePictures.pool(
              golden.operation().equals("maxPool"), shapes[0], shape, arguments, x[0]);
      case "norm" -> normalised(3, false);
      case "normRelu" -> normalisedRelu();
      case "layerNorm" -> normalised(shapes[0].length - 1, true);
      case "batchNorm" -> normalised(1, false);
      case "gather", "bagsSum", "bagsMean" -> lookedUp();
      case "crossEntropy" -> likelihood(along(true, 0));
      case "logLikelihood" -> likelihood(x[0]);
      case "crossEntropyOfProbabilities" -> expected(along(true, 0), along(false, 1));
      case "gru" -> ReferenceGru.states(shapes[0], x[0], x[1], x[2], x[3], arguments);
      case "gruFromZeros" ->
          ReferenceGru.states(
              shapes[0], x[0], new double[shape[0] * shape[2]], x[1], x[2], arguments);
      default -> mapped(function(golden.operation()));
    };
  }

  private static int size(int[] shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  private static int[] places(int[] shape, int flat) {
    int[] places = new int[shape.length];
    for (int d = shape.length - 1, rest = flat; d >= 0; rest /= shape[d], d--) {
      places[d] = rest % shape[d];
    }
    return places;
  }

  /// The flat index, lengths of 1 repeated and leading places left out.
  private static int flat(int[] shape, int[] places) {
    int flat = 0;
    for (int d = 0; d < shape.length; d++) {
      int place = places[places.length - shape.length + d];
      flat = flat * shape[d] + (shape[d] == 1 ? 0 : place);
    }
    return flat;
  }

  private int axis(int argument) {
    return argument < 0 ? argument + shapes[0].length : argument;
  }

  private double[] mapped(DoubleUnaryOperator f) {
    return Arrays.stream(x[0]).map(f).toArray();
  }

  private static DoubleUnaryOperator function(String name) {
    DoubleUnaryOperator sigmoid = v -> 1 / (1 + Math.exp(-v));
    return switch (name) {
      case "negate" -> v -> -v;
      case "exp" -> Math::exp;
      case "log" -> Math::log;
      case "sqrt" -> Math::sqrt;
      case "square" -> v -> v * v;
      case "relu" -> v -> Math.max(v, 0);
      case "relu6" -> v -> Math.clamp(v, 0, 6);
      case "gelu" -> v -> v * normal(v);
      case "geluTanh" ->
          v -> v / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v)));
      case "silu" -> v -> v * sigmoid.applyAsDouble(v);
      case "tanh" -> Math::tanh;
      case "sigmoid" -> sigmoid;
      default -> throw new IllegalArgumentException(name);
    };
  }

  /// The normal distribution function by its series `½ + φ(v) (v + v³/3 + v⁵/15 + …)`.
  private static double normal(double v) {
    double term = v;
    double sum = v;
    for (int i = 3; i < 200; i += 2) {
      term *= v * v / i;
      sum += term;
    }
    return 0.5 + sum * Math.exp(-v * v / 2) / Math.sqrt(2 * Math.PI);
  }

  private double[] arithmetic() {
    double[] y = new double[size(shape)];
    for (int i = 0; i < y.length; i++) {
      int[] places = places(shape, i);
      double a = x[0][flat(shapes[0], places)];
      double b = x[1][flat(shapes[1], places)];
      y[i] =
          switch (golden.operation()) {
            case "plus" -> a + b;
            case "minus" -> a - b;
            case "times" -> a * b;
            default -> a / b;
          };
    }
    return y;
  }

  private double[] sums() {
    int[] kept = shapes[0].clone();
    if (arguments.length == 0) {
      Arrays.fill(kept, 1);
    }
    for (int argument : arguments) {
      kept[axis(argument)] = 1;
    }
    double[] y = new double[size(kept)];
    for (int i = 0; i < x[0].length; i++) {
      y[flat(kept, places(shapes[0], i))] += x[0][i];
    }
    double divisor = golden.operation().startsWith("mean") ? (double) x[0].length / y.length : 1;
    return Arrays.stream(y).map(v -> v / divisor).toArray();
  }

  private double[] moved() {
    double[] y = new double[size(shape)];
    for (int i = 0; i < y.length; i++) {
      int[] places = places(shape, i);
      int a = axis(arguments[0]);
      if (golden.operation().equals("slice")) {
        places[a] += arguments[1];
      } else {
        int b = axis(arguments[1]);
        int place = places[a];
        places[a] = places[b];
        places[b] = place;
      }
      y[i] = x[0][flat(shapes[0], places)];
    }
    return y;
  }

  private double[] concatenated() {
    double[] y = new double[size(shape)];
    int axis = axis(arguments[0]);
    int start = 0;
    for (int part = 0; part < x.length; part++) {
      for (int i = 0; i < x[part].length; i++) {
        int[] places = places(shapes[part], i);
        places[axis] += start;
        y[flat(shape, places)] = x[part][i];
      }
      start += shapes[part][axis];
    }
    return y;
  }

  private double[] logSumExp() {
    int[] kept = shapes[0].clone();
    kept[axis(arguments[0])] = 1;
    double[] y = new double[size(kept)];
    for (int i = 0; i < x[0].length; i++) {
      y[flat(kept, places(shapes[0], i))] += Math.exp(x[0][i]);
    }
    return Arrays.stream(y).map(Math::log).toArray();
  }

  private double[] along(boolean log, int input) {
    int[] of = shapes[input];
    int[] kept = of.clone();
    kept[arguments.length == 0 ? of.length - 1 : axis(arguments[0])] = 1;
    double[] sums = new double[size(kept)];
    for (int i = 0; i < x[input].length; i++) {
      sums[flat(kept, places(of, i))] += Math.exp(x[input][i]);
    }
    double[] y = new double[x[input].length];
    for (int i = 0; i < y.length; i++) {
      double logarithm = x[input][i] - Math.log(sums[flat(kept, places(of, i))]);
      y[i] = log ? logarithm : Math.exp(logarithm);
    }
    return y;
  }

  private double[] product() {
    boolean transposed = !golden.operation().equals("matmul");
    int depth = shapes[0][shapes[0].length - 1];
    double[] y = new double[size(shape)];
    for (int i = 0; i < y.length; i++) {
      int[] left = places(shape, i);
      int[] right = left.clone();
      int column = left[left.length - 1];
      for (int k = 0; k < depth; k++) {
        left[left.length - 1] = k;
        right[right.length - 2] = transposed ? column : k;
        right[right.length - 1] = transposed ? k : column;
        y[i] += x[0][flat(shapes[0], left)] * x[1][flat(shapes[1], right)];
      }
      y[i] += x.length == 3 ? x[2][column] : 0;
    }
    return y;
  }

  private double[] normalised(int axis, boolean rows) {
    int[] kept = shapes[0].clone();
    for (int d = 0; d < kept.length; d++) {
      kept[d] = (d == axis) == rows ? 1 : kept[d];
    }
    int groups = size(kept);
    double count = (double) x[0].length / groups;
    double[] mean = new double[groups];
    double[] variance = new double[groups];
    for (int i = 0; i < x[0].length; i++) {
      mean[flat(kept, places(shapes[0], i))] += x[0][i] / count;
    }
    for (int i = 0; i < x[0].length; i++) {
      int group = flat(kept, places(shapes[0], i));
      variance[group] += (x[0][i] - mean[group]) * (x[0][i] - mean[group]) / count;
    }
    double[] y = new double[x[0].length];
    for (int i = 0; i < y.length; i++) {
      int[] places = places(shapes[0], i);
      int group = flat(kept, places);
      double normal = (x[0][i] - mean[group]) / Math.sqrt(variance[group] + 1e-5);
      y[i] = normal * x[1][places[axis]] + x[2][places[axis]];
    }
    return y;
  }

  private double[] normalisedRelu() {
    double[] y = normalised(3, false);
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.max(y[i] + (x.length == 4 ? x[3][i] : 0), 0);
    }
    return y;
  }

  private double[] lookedUp() {
    int[] index = golden.integers("index");
    int width = shapes[0][1];
    double[] y = new double[size(shape)];
    if (golden.operation().equals("gather")) {
      for (int i = 0; i < y.length; i++) {
        y[i] = x[0][index[i / width] * width + i % width];
      }
      return y;
    }
    for (int bag = 0; bag < shape[0]; bag++) {
      int[] ids = Arrays.copyOfRange(index, arguments[bag + 1], arguments[bag + 2]);
      int[] counted = Arrays.stream(ids).filter(id -> id != arguments[0]).toArray();
      double divisor = golden.operation().equals("bagsMean") ? counted.length : 1;
      for (int id : counted) {
        for (int i = 0; i < width; i++) {
          y[bag * width + i] += x[0][id * width + i] / divisor;
        }
      }
    }
    return y;
  }

  private double[] likelihood(double[] logarithms) {
    int[] index = golden.integers("index");
    int classes = shapes[0][shapes[0].length - 1];
    double sum = 0;
    int count = 0;
    for (int row = 0; row < index.length; row++) {
      if (index[row] != -100) {
        sum -= logarithms[row * classes + index[row]];
        count++;
      }
    }
    return new double[] {sum / count};
  }

  private double[] expected(double[] logarithms, double[] probabilities) {
    double sum = 0;
    for (int i = 0; i < logarithms.length; i++) {
      sum -= probabilities[i] * logarithms[i];
    }
    return new double[] {sum * shapes[0][shapes[0].length - 1] / logarithms.length};
  }
}
