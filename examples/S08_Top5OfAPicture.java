// The five classes that a network gives a picture: shorter side to 256, the middle 224 x 224,
// normalised by mean and deviation of each channel, ResNet-18, softmax. The picture is drawn here
// and the weights are random, so the classes are, too; with files it names what is in a photograph.
//
//   examples/run S08
//   examples/run S08 resnet18.safetensors imagenet_classes.txt photo.jpg

import dev.softmax.TopK;
import dev.softmax.data.LabelNames;
import dev.softmax.image.NetworkScorer;
import dev.softmax.image.Picture;
import dev.softmax.image.PictureReader;
import dev.softmax.image.Recipe;
import dev.softmax.model.ImageClassifier;
import dev.softmax.vision.PictureArchitecture;

void main(String[] args) {
  if (args.length == 3) {
    List<String> names = LabelNames.read(Path.of(args[1]));
    ImageClassifier model = ImageClassifier.load(Path.of(args[0]), names);
    show(model, PictureReader.read(Path.of(args[2])));
    return;
  }
  PictureArchitecture resNet = new PictureArchitecture.ResNet(18, 3, 1000);
  NetworkScorer network = NetworkScorer.of(resNet.build(new SplittableRandom(42)));
  show(
      ImageClassifier.of(ImageClassifier.numbered(1000), Recipe.IMAGENET, network),
      sunset(320, 480));
}

/// A sun over the sea: red falls and blue rises from row to row, and the sun is a disc of yellow.
Picture sunset(int height, int width) {
  byte[] samples = new byte[height * width * 3];
  for (int row = 0; row < height; row++) {
    for (int column = 0; column < width; column++) {
      boolean sun = Math.hypot(row - height / 2.0, column - width / 2.0) < height / 5.0;
      int at = (row * width + column) * 3;
      samples[at] = (byte) (sun ? 255 : 255 - 200 * row / height);
      samples[at + 1] = (byte) (sun ? 220 : 90);
      samples[at + 2] = (byte) (sun ? 0 : 40 + 200 * row / height);
    }
  }
  return Picture.of(samples, height, width, 3);
}

void show(ImageClassifier model, Picture picture) {
  IO.println("picture    " + picture);
  IO.println("prepared   " + model.recipe().sized(picture));
  float[] values = model.recipe().prepare(List.of(picture)).values();
  int middle = values.length / 2 - values.length / 2 % 3 + model.recipe().crop() / 2 * 3;
  IO.println("middle     " + Arrays.toString(Arrays.copyOfRange(values, middle, middle + 3)));
  double[] p = model.probabilities(List.of(picture));
  IO.println("sum        " + Arrays.stream(p).sum());
  for (int k : TopK.of(p, 5).indices()) {
    IO.println(String.format(Locale.ROOT, "%10.4f  %s", p[k], model.labels().names().get(k)));
  }
}
