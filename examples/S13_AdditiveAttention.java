// Additive attention: how a translator's state weighs the words of a sentence. The energy of each
// word is tanh(A [hidden; output] + a), its score v · energy, and the weights are the softmax of
// the scores. First a step small enough to be computed by hand; then the usual size, 10 words of
// 256.
//
//   examples/run S13                   prints the numbers
//   examples/run S13 attention.png     draws the weights by hand, too; .svg and .pdf as well

import dev.softmax.nn.AdditiveAttention;
import dev.softmax.plot.HeatMap;
import dev.softmax.tensor.Tensor;

void main(String[] args) throws IOException {
  AdditiveAttention attention =
      new AdditiveAttention(
          Tensor.parameter(new float[] {0.1f, 0.2f, 0.3f, 0.4f, -0.2f, 0.1f, 0.5f, -0.3f}, 2, 4),
          Tensor.parameter(new float[] {0.05f, -0.05f}, 2),
          Tensor.parameter(new float[] {1, -2}, 1, 2));
  Tensor hidden = Tensor.of(new float[] {0.5f, -1}, 1, 1, 2);
  Tensor outputs = Tensor.of(new float[] {1, 2, -1, 0.5f, 0, 1}, 1, 3, 2);
  AdditiveAttention.Attended attended = attention.forward(hidden, outputs);
  IO.println("weights  " + Arrays.toString(attended.weights().values()));
  IO.println("context  " + Arrays.toString(attended.context().values()));

  SplittableRandom random = new SplittableRandom(1);
  AdditiveAttention large = AdditiveAttention.of(256, 256, 256, random);
  // What the encoder's outputs add to the energies is computed once, whatever is decoded.
  AdditiveAttention.Memory memory = large.memory(numbers(random, 1, 10, 256));
  for (int step = 1; step <= 3; step++) {
    Tensor weights = large.weights(numbers(random, 1, 1, 256), memory);
    IO.println("step " + step + "   " + weights.shape() + ", sum " + weights.sum().item());
  }

  if (args.length > 0) {
    float[] row = attended.weights().values();
    HeatMap.of(
            List.of("state"),
            List.of("first", "second", "third"),
            new double[][] {{row[0], row[1], row[2]}})
        .withRange(0, 1)
        .withValueName("attention weight")
        .save(Path.of(args[0]));
    IO.println("drawn to " + args[0]);
  }
}

Tensor numbers(SplittableRandom random, int... shape) {
  float[] values = new float[shape[0] * shape[1] * shape[2]];
  for (int i = 0; i < values.length; i++) {
    values[i] = (float) random.nextGaussian();
  }
  return Tensor.of(values, shape);
}
