package dev.softmax.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.io.TensorFile;
import dev.softmax.io.TensorFiles;
import dev.softmax.tensor.Tape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The published ResNets on the 1,000 test pictures of the data folder beside the repository: what share
/// they name right, as the folder's README measured with PyTorch. Without the folder the test is skipped,
/// but on the build server it fails; the deeper three are tried only there.
class CifarAccuracyTest {
  private static final Path DATA = Path.of("../../shared/data");
  private static final int COUNT = 1000;
  private static final int PIXELS = 32 * 32;
  private static final int BATCH = 50;
  private static final int CLASSES = 10;
  private static final double[] MEAN = {0.485, 0.456, 0.406};
  private static final double[] DEVIATION = {0.229, 0.224, 0.225};

  private static float[] pictures() throws IOException {
    BufferedImage rows = ImageIO.read(DATA.resolve("cifar10/cifar10_batch_50.png").toFile());
    float[] values = new float[COUNT * PIXELS * 3];
    for (int i = 0; i < COUNT * PIXELS; i++) {
      int rgb = rows.getRGB(i % PIXELS, i / PIXELS);
      for (int c = 0; c < 3; c++) {
        int level = rgb >>> (16 - 8 * c) & 0xFF;
        values[3 * i + c] = (float) ((level / 255.0 - MEAN[c]) / DEVIATION[c]);
      }
    }
    return values;
  }

  private static int[] labels() throws IOException {
    String text = Files.readString(DATA.resolve("cifar10/cifar10_labels.js"));
    String[] numbers = text.substring(text.indexOf('[') + 1, text.indexOf(']')).split(",", -1);
    return Arrays.stream(numbers, 50 * COUNT, 51 * COUNT)
        .mapToInt(number -> Integer.parseInt(number.strip()))
        .toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "20, resnet20-12fca82f.th, 91.5",
    "32, resnet32-d509ac18.th, 92.8",
    "44, resnet44-014dd654.th, 93.3",
    "56, resnet56-4bfd9763.th, 92.6",
  })
  void shareOfPicturesNamedRight(int depth, String name, double percent) throws IOException {
    Path path = DATA.resolve("models/resnet-cifar10").resolve(name);
    if (!"true".equals(System.getenv("CI"))) {
      // The others take seven times as long as the first.
      Assumptions.assumeTrue(depth == 20, "skipped: deeper networks are tried with CI=true only");
      Assumptions.assumeTrue(Files.exists(path), "skipped: no " + path);
    }
    PictureNetwork network;
    try (TensorFile file = TensorFiles.open(path)) {
      network = PictureNetworks.read(file).frozen();
    }
    assertThat(network.architecture())
        .isEqualTo(new PictureArchitecture.CifarResNet(depth, 3, CLASSES));
    float[] pictures = pictures();
    int[] labels = labels();
    Tape tape = Tape.inference();
    int right = 0;
    for (int from = 0; from < COUNT; from += BATCH) {
      int start = from * PIXELS * 3;
      float[] batch = Arrays.copyOfRange(pictures, start, start + BATCH * PIXELS * 3);
      float[] logits = network.forward(tape.tensor(batch, BATCH, 32, 32, 3)).values();
      for (int i = 0; i < BATCH; i++) {
        right += best(logits, i * CLASSES) == labels[from + i] ? 1 : 0;
      }
      tape.reset();
    }
    assertThat(100.0 * right / COUNT).isCloseTo(percent, within(0.1 + 1e-9));
  }

  private static int best(float[] logits, int from) {
    int best = 0;
    for (int k = 1; k < CLASSES; k++) {
      best = logits[from + k] > logits[from + best] ? k : best;
    }
    return best;
  }
}
