package dev.softmax.training;

import java.util.SplittableRandom;

/// Points in the plane whose class is how far from the origin they lie, with two features of noise.
final class Rings {
  static final int WIDTH = 4;
  static final int CLASSES = 3;

  private Rings() {}

  static DenseSource of(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] features = new float[rows * WIDTH];
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = random.nextInt(CLASSES);
      double angle = random.nextDouble() * 2 * Math.PI;
      double radius = labels[row] + 0.2 * random.nextGaussian();
      features[row * WIDTH] = (float) (radius * Math.cos(angle));
      features[row * WIDTH + 1] = (float) (radius * Math.sin(angle));
      features[row * WIDTH + 2] = (float) random.nextGaussian();
      features[row * WIDTH + 3] = (float) random.nextGaussian();
    }
    return DenseSource.of(features, labels);
  }
}
