// The CIFAR-10 pictures of convnetjs (https://github.com/karpathy/convnetjs, demo/cifar10: PNG
// files of 1,000 pictures, one a row, and labels) as IDX files, which `softmax train` reads.
//
//   examples/run CifarToIdx FOLDER cifar
//   ./softmax train cifar --kind image --network resnet20 --model cifar.safetensors

import dev.softmax.image.Picture;
import dev.softmax.image.PictureReader;

static final int EACH = 1000;
static final int TEST = 50;

void main(String[] args) throws IOException {
  if (args.length != 2) {
    System.err.println("examples/run CifarToIdx FOLDER cifar");
    System.exit(2);
  }
  Path from = Path.of(args[0]);
  Path to = Files.createDirectories(Path.of(args[1]));
  String script = Files.readString(from.resolve("cifar10_labels.js"));
  String[] labels = script.substring(script.indexOf('[') + 1, script.indexOf(']')).split(",", -1);
  List<Integer> train = new ArrayList<>();
  for (int batch = 0; batch < TEST && Files.exists(picture(from, batch)); batch++) {
    train.add(batch);
  }
  write(from, train, labels, to.resolve("train"));
  write(from, List.of(TEST), labels, to.resolve("t10k"));
}

Path picture(Path folder, int batch) {
  return folder.resolve("cifar10_batch_" + batch + ".png");
}

void write(Path from, List<Integer> batches, String[] labels, Path to) throws IOException {
  int count = batches.size() * EACH;
  Path pictures = to.resolveSibling(to.getFileName() + "-images.idx");
  Path classes = to.resolveSibling(to.getFileName() + "-labels.idx");
  try (DataOutputStream out = open(pictures, count, 32, 32, 3);
      DataOutputStream numbers = open(classes, count)) {
    for (int batch : batches) {
      Picture all = PictureReader.read(picture(from, batch));
      out.write(all.samples());
      for (int i = 0; i < EACH; i++) {
        numbers.write(Integer.parseInt(labels[batch * EACH + i].strip()));
      }
    }
  }
  IO.println(count + " pictures in " + pictures);
}

DataOutputStream open(Path file, int... lengths) throws IOException {
  OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(file));
  DataOutputStream out = new DataOutputStream(bytes);
  out.writeInt(0x0800 | lengths.length);
  for (int length : lengths) {
    out.writeInt(length);
  }
  return out;
}
