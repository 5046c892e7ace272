package dev.softmax.vision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What an inference of ResNet-18 needs: one copy of the weights, packed, and what its tape and the kernels
/// keep until its end, which is less than another copy.
class InferenceMemoryTest {
  /// Parameters of torchvision's resnet18.
  private static final long WEIGHTS = 11_689_512;

  private static final int SIDE = 224;

  /// Floats of the first convolution's output, which is the largest: 64 channels of half the side.
  private static final long LARGEST = 64L * (SIDE / 2) * (SIDE / 2);

  private static long used() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(20);
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  /// In a method of its own, so that nothing holds the network that it is made of.
  private static PictureNetwork frozen() {
    return new PictureArchitecture.ResNet(18, 3, 1000).build(new SplittableRandom(1)).frozen();
  }

  @Test
  void anInferenceTakesTwiceTheWeightsAndTheLargestActivations() throws InterruptedException {
    long start = used();
    PictureNetwork frozen = frozen();
    long packed = used() - start;
    assertThat(packed).as("bytes of the network").isGreaterThan(WEIGHTS * Float.BYTES);
    // The tape takes arrays back when it is reset, and kernels keep what they work in: both are
    // alive here.
    Tensor logits =
        frozen.forward(Tape.inference().tensor(new float[SIDE * SIDE * 3], 1, SIDE, SIDE, 3));
    long live = used() - start;
    // Both are used once more, so that they were alive.
    assertThat(logits.shape().size()).isEqualTo(frozen.classes());
    assertThat(live).as("bytes alive at the end").isGreaterThan(packed);
    assertThat(live)
        .as("bytes alive at the end, of which the network has %d", packed)
        .isLessThanOrEqualTo((2 * WEIGHTS + LARGEST) * Float.BYTES);
  }
}
