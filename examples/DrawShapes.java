// Pictures to learn from: discs, squares and triangles of any colour, size and place on noise, a
// folder for each class, as `softmax train` takes them.
//
//   examples/run DrawShapes shapes
//   ./softmax train shapes --model shapes.safetensors
//   ./softmax predict shapes.safetensors shapes/disc/000.png

import java.awt.image.BufferedImage;
import javax.imageio.ImageIO;

static final int SIDE = 32;
static final int EACH = 60;

void main(String[] args) throws IOException {
  Path folder = Path.of(args.length > 0 ? args[0] : "shapes");
  SplittableRandom random = new SplittableRandom(42);
  for (String shape : List.of("disc", "square", "triangle")) {
    Path home = Files.createDirectories(folder.resolve(shape));
    for (int i = 0; i < EACH; i++) {
      File file = home.resolve(String.format(Locale.ROOT, "%03d.png", i)).toFile();
      ImageIO.write(draw(shape, random), "png", file);
    }
    IO.println(EACH + " pictures of " + SIDE + " × " + SIDE + " in " + home);
  }
}

BufferedImage draw(String shape, SplittableRandom random) {
  double x = random.nextDouble(11, 21);
  double y = random.nextDouble(11, 21);
  double size = random.nextDouble(6, 10);
  int ink = color(random, 128);
  BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
  for (int row = 0; row < SIDE; row++) {
    for (int column = 0; column < SIDE; column++) {
      boolean inside = covers(shape, (column - x) / size, (row - y) / size);
      picture.setRGB(column, row, inside ? ink : color(random, 0));
    }
  }
  return picture;
}

/// Whether a shape of size 1 around the origin covers a point.
boolean covers(String shape, double x, double y) {
  return switch (shape) {
    case "disc" -> Math.hypot(x, y) < 1;
    case "square" -> Math.max(Math.abs(x), Math.abs(y)) < 0.9;
    default -> y < 0.8 && Math.abs(x) < (y + 1) * 0.6;
  };
}

/// Any colour whose channels are from `least` to 127 more.
int color(SplittableRandom random, int least) {
  int red = least + random.nextInt(128);
  int green = least + random.nextInt(128);
  return red << 16 | green << 8 | (least + random.nextInt(128));
}
