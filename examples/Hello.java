import dev.softmax.*;

void main() {
  double[] scores = {2, 1, 0.1};
  IO.println(Arrays.toString(Softmax.of(scores)));
  IO.println(Arrays.toString(Softmax.STANDARD.withTemperature(0.5).apply(scores)));
  IO.println(CrossEntropy.defaults().loss(scores, Axis.vector(3), new int[] {0}));
}
