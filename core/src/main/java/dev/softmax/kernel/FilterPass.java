package dev.softmax.kernel;

import java.util.Arrays;

/// The gradient of a convolution's filters, `Σ x[pixel + tap] dy[pixel]`, by tiles, summed in parts. A run is
/// the taps of a row where nothing lies between them, else one tap; its elements are consecutive in a
/// padded row of pictures. Sums are `[part][group][run]` and then `[output][element]` where vectors are
/// of elements of a run, `[element][output]` where they are of outputs: whichever wastes less.
final class FilterPass {
  /// Elements of both factors that stay in the first-level cache while all tiles run over them.
  private static final int CHUNK = 6144;

  private static final int VECTOR = SimdFilterSums.WIDTH;
  private static final int FEW = 8;
  private static final int MORE = 12;

  private ConvolutionShape shape = ConvolutionShape.NONE;
  private boolean merged;
  private int runs;
  private int length;
  private int outputs;
  private boolean byElements;
  private int rows;
  private int columns;
  private int parts;
  private float[] sums = new float[0];

  /// Begins with zeros.
  void start(ConvolutionShape of, int count) {
    shape = of;
    parts = count;
    ConvolutionAxis across = of.horizontal();
    merged = of.groups() == 1 && across.dilation() == 1;
    runs = of.vertical().size() * (merged ? 1 : across.size());
    length = of.groupChannels() * (merged ? across.size() : 1);
    outputs = of.groupOutputs();
    int vectors = SimdPixelTiles.WIDE && outputs > VECTOR ? 2 : 1;
    long elements = (long) up(length, 3 * VECTOR) * up(outputs, FEW);
    long others = (long) up(length, MORE) * up(outputs, vectors * VECTOR);
    byElements = SimdPixelTiles.WIDE && elements <= others;
    rows = byElements ? up(outputs, FEW) : up(length, MORE);
    columns = byElements ? up(length, 3 * VECTOR) : up(outputs, vectors * VECTOR);
    if (sums.length < parts * partSize()) {
      sums = new float[parts * partSize()];
    }
    Arrays.fill(sums, 0, parts * partSize(), 0);
  }

  private static int up(int n, int of) {
    return (n + of - 1) / of * of;
  }

  private int partSize() {
    return shape.groups() * runs * rows * columns;
  }

  /// Adds one slice of `slices` of a picture to a part.
  void run(BandRoom room, float[] x, float[] dy, int picture, int slice, int slices, int part) {
    ConvolutionAxis down = shape.vertical();
    ConvolutionAxis across = shape.horizontal();
    int from = (int) ((long) down.places() * slice / slices);
    int to = (int) ((long) down.places() * (slice + 1) / slices);
    int row = across.places() * shape.outputs();
    if (from == to || row == 0) {
      return;
    }
    room.copy(down, across, shape.channels(), x, picture * shape.pictureSize(), from, to);
    room.copyOther(dy, picture * shape.resultSize() + from * row, (to - from) * row);
    int each = across.stride() * across.places() * shape.channels() + row;
    int chunk = Math.max(1, CHUNK / each);
    for (int i = 0; i < to - from; i += chunk) {
      int count = Math.min(chunk, to - from - i);
      for (int group = 0; group < shape.groups(); group++) {
        for (int run = 0; run < runs; run++) {
          tiles(room, i, count, group, run, part);
        }
      }
    }
  }

  private void tiles(BandRoom room, int i, int count, int group, int run, int part) {
    ConvolutionAxis down = shape.vertical();
    ConvolutionAxis across = shape.horizontal();
    int rowSize = BandRoom.rowSize(across, shape.channels());
    int xRow = down.stride() * rowSize;
    int xStep = across.stride() * shape.channels();
    int gRow = across.places() * shape.outputs();
    int gStep = shape.outputs();
    int tapRow = merged ? run : run / across.size();
    int tap = merged ? 0 : run % across.size();
    int at = (i * down.stride() + tapRow * down.dilation()) * rowSize;
    int x = at + tap * across.dilation() * shape.channels() + group * shape.groupChannels();
    int g = i * gRow + group * outputs;
    int first = part * partSize() + (group * runs + run) * rows * columns;
    int n = across.places();
    float[] u = room.band;
    float[] v = room.other;
    if (byElements) {
      for (int c = 0; c < columns; c += 3 * VECTOR) {
        for (int r = 0; r < rows; r += FEW) {
          int to = first + r * columns + c;
          SimdFilterSums.threeByEight(
              u, x + c, xRow, xStep, v, g + r, gRow, gStep, count, n, sums, to, columns);
        }
      }
      return;
    }
    boolean two = SimdPixelTiles.WIDE && outputs > VECTOR;
    for (int c = 0; c < columns; c += two ? 2 * VECTOR : VECTOR) {
      for (int r = 0; r < rows; r += MORE) {
        int to = first + r * columns + c;
        if (two) {
          SimdFilterSums.twoByTwelve(
              v, g + c, gRow, gStep, u, x + r, xRow, xStep, count, n, sums, to, columns);
        } else {
          SimdFilterSums.oneByTwelve(
              v, g + c, gRow, gStep, u, x + r, xRow, xStep, count, n, sums, to, columns);
        }
      }
    }
  }

  /// Adds all parts, in their order, to the gradient of the weight.
  void addTo(float[] dWeight) {
    int size = partSize();
    for (int part = 1; part < parts; part++) {
      FloatElements.add(sums, 0, sums, part * size, sums, 0, size);
    }
    int taps = shape.taps();
    int wide = shape.horizontal().size();
    int channels = shape.groupChannels();
    for (int o = 0; o < shape.outputs(); o++) {
      for (int c = 0; c < channels; c++) {
        for (int t = 0; t < taps; t++) {
          int run = merged ? t / wide : t;
          int element = merged ? t % wide * channels + c : c;
          int row = byElements ? o % outputs : element;
          int column = byElements ? element : o % outputs;
          int first = (o / outputs * runs + run) * rows * columns;
          dWeight[(o * channels + c) * taps + t] += sums[first + row * columns + column];
        }
      }
    }
  }
}
