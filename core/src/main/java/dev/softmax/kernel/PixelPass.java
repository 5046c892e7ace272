package dev.softmax.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Filters over pictures by tiles: a convolution forward, or one phase of the gradient of its input,
/// which is a convolution of the results' gradient. Rows of a picture are copied with their padding to
/// where they stay in the second-level cache, and tiles read the pixels under a filter there.
///
/// Filters lie in strips of one or two vectors of result channels, `[group][strip][tap][channel][width]`.
final class PixelPass {
  private ConvolutionAxis down = ConvolutionAxis.NONE;
  private ConvolutionAxis across = ConvolutionAxis.NONE;
  private int groups;
  private int depth;
  private int columns;
  private int width;
  private int strips;
  private float[] filters = new float[0];

  /// What sums begin with: the bias or zeros, as filters lie.
  private float[] starts = new float[0];

  /// Where results go: the first row and pixel, and the distance of the next ones.
  private int rowLength;

  private int row;
  private int pixel;
  private int rowStep;
  private int pixelStep;
  private int resultSize;

  private float[] transformed = new float[0];
  private @Nullable WinogradPass winograd;

  private static int ceil(int n, int of) {
    return (n + of - 1) / of;
  }

  private void size(
      ConvolutionAxis down, ConvolutionAxis across, int groups, int depth, int columns) {
    this.down = down;
    this.across = across;
    this.groups = groups;
    this.depth = depth;
    this.columns = columns;
    int vector = SimdPixelTiles.WIDTH;
    width = SimdPixelTiles.WIDE && columns > vector ? 2 * vector : vector;
    strips = ceil(columns, width);
    int size = groups * strips * down.size() * across.size() * depth * width;
    if (filters.length < size) {
      filters = new float[size];
    }
    Arrays.fill(filters, 0, size, 0);
    if (starts.length < groups * strips * width) {
      starts = new float[groups * strips * width];
    }
    Arrays.fill(starts, 0, groups * strips * width, 0);
  }

  /// Where the filter of a tap, from a channel of a group to a column, lies.
  private int at(int group, int tap, int channel, int column) {
    int strip = group * strips + column / width;
    return ((strip * down.size() * across.size() + tap) * depth + channel) * width + column % width;
  }

  /// Makes this the forward pass.
  void forward(ConvolutionShape shape, float[] weight, float @Nullable [] bias) {
    int taps = shape.taps();
    size(
        shape.vertical(),
        shape.horizontal(),
        shape.groups(),
        shape.groupChannels(),
        shape.groupOutputs());
    for (int o = 0; o < shape.outputs(); o++) {
      int group = o / columns;
      if (bias != null) {
        starts[group * strips * width + o % columns] = bias[o];
      }
      for (int c = 0; c < depth; c++) {
        for (int t = 0; t < taps; t++) {
          filters[at(group, t, c, o % columns)] = weight[(o * depth + c) * taps + t];
        }
      }
    }
    results(shape.horizontal().places(), 0, 0, 1, 1, shape.resultSize());
    transform();
  }

  private void results(
      int rowLength, int row, int pixel, int rowStep, int pixelStep, int resultSize) {
    this.rowLength = rowLength;
    this.row = row;
    this.pixel = pixel;
    this.rowStep = rowStep;
    this.pixelStep = pixelStep;
    this.resultSize = resultSize;
  }

  /// Makes this the phase of the gradient of `x` for rows `row`, `row + stride`, … and pixels likewise.
  void gradient(ConvolutionShape shape, float[] weight, int row, int pixel) {
    ConvolutionAxis vertical = shape.vertical();
    ConvolutionAxis horizontal = shape.horizontal();
    Phase rows = Phase.of(vertical, row);
    Phase pixels = Phase.of(horizontal, pixel);
    size(rows.axis, pixels.axis, shape.groups(), shape.groupOutputs(), shape.groupChannels());
    for (int o = 0; o < shape.outputs(); o++) {
      int group = o / depth;
      for (int c = 0; c < columns; c++) {
        int from = (o * columns + c) * shape.taps();
        for (int r = 0; r < rows.axis.size(); r++) {
          for (int s = 0; s < pixels.axis.size(); s++) {
            int tap = rows.tap(r) * horizontal.size() + pixels.tap(s);
            filters[at(group, r * pixels.axis.size() + s, o % depth, c)] = weight[from + tap];
          }
        }
      }
    }
    results(
        horizontal.length(),
        row,
        pixel,
        vertical.stride(),
        horizontal.stride(),
        shape.pictureSize());
    transform();
  }

  private void transform() {
    winograd = null;
    boolean everywhere = rowStep == 1 && pixelStep == 1;
    if (everywhere && WinogradPass.suits(down, across, groups, depth, columns)) {
      transformed = WinogradPass.transformed(filters, depth, columns, transformed);
      winograd =
          new WinogradPass(
              down,
              across,
              depth,
              columns,
              transformed,
              starts,
              Float.NEGATIVE_INFINITY,
              Float.POSITIVE_INFINITY);
    }
  }

  /// The same with fewer multiplications, where that suits.
  @Nullable WinogradPass winograd() {
    return winograd;
  }

  /// The elements `first`, `first + stride`, … of an axis see every `step`th tap from `tap` on, in turned
  /// order: the axis of results with those taps, dense.
  private record Phase(ConvolutionAxis axis, int tap, int step) {
    static Phase of(ConvolutionAxis of, int first) {
      int stride = of.stride();
      int divisor = gcd(stride, of.dilation());
      int tap = 0;
      while (tap < of.size() && (first + of.before() - tap * of.dilation()) % stride != 0) {
        tap++;
      }
      int step = stride / divisor;
      int taps = tap < of.size() ? (of.size() - tap + step - 1) / step : 0;
      int dilation = of.dilation() / divisor;
      int place = (first + of.before() - tap * of.dilation()) / stride;
      int count = (of.length() - first + stride - 1) / stride;
      int before = (taps - 1) * dilation - place;
      return new Phase(
          new ConvolutionAxis(of.places(), count, taps, 1, dilation, before), tap, step);
    }

    private static int gcd(int a, int b) {
      return b == 0 ? a : gcd(b, a % b);
    }

    /// The tap of the convolution that stands at a place of the turned ones.
    int tap(int turned) {
      return tap + (axis.size() - 1 - turned) * step;
    }
  }

  /// One slice of `slices` of a picture; adds to `y` where `add`.
  void run(BandRoom room, float[] x, int picture, int slice, int slices, boolean add, float[] y) {
    int from = (int) ((long) down.places() * slice / slices);
    int to = (int) ((long) down.places() * (slice + 1) / slices);
    if (from == to || across.places() == 0) {
      return;
    }
    int channels = groups * depth;
    int first = picture * resultSize;
    if (down.size() == 0 || across.size() == 0) {
      if (!add) {
        clear(y, first, from, to);
      }
      return;
    }
    int at = picture * down.length() * across.length() * channels;
    room.copy(down, across, channels, x, at, from, to);
    for (int group = 0; group < groups; group++) {
      for (int strip = 0; strip < strips; strip++) {
        for (int i = from; i < to; i++) {
          row(room, i - from, group, strip, add, y, first + place(i, 0));
        }
      }
    }
  }

  /// Where the results of a place are within their picture.
  private int place(int i, int j) {
    return ((row + i * rowStep) * rowLength + pixel + j * pixelStep) * groups * columns;
  }

  private void clear(float[] y, int first, int from, int to) {
    for (int i = from; i < to; i++) {
      for (int j = 0; j < across.places(); j++) {
        int at = first + place(i, j);
        Arrays.fill(y, at, at + groups * columns, 0);
      }
    }
  }

  /// A row of results in the columns of a strip.
  private void row(BandRoom room, int i, int group, int strip, boolean add, float[] y, int rowAt) {
    int step = pixelStep * groups * columns;
    int end = Math.min(width, columns - strip * width);
    int channels = groups * depth;
    int size = BandRoom.rowSize(across, channels);
    int left = group * columns + strip * width;
    int z = (group * strips + strip) * width;
    for (int j = 0; j < across.places(); j += SimdPixelTiles.PIXELS) {
      int count = Math.min(SimdPixelTiles.PIXELS, across.places() - j);
      int from = i * down.stride() * size + j * across.stride() * channels + group * depth;
      int to = rowAt + j * step + left;
      if (end == width) {
        float[] start = add ? y : starts;
        tile(room, from, count, group, strip, start, add ? to : z, add ? step : 0, y, to, step);
        continue;
      }
      float[] edge = room.edge;
      for (int k = 0; k < count && add; k++) {
        System.arraycopy(y, to + k * step, edge, k * width, end);
      }
      float[] start = add ? edge : starts;
      tile(room, from, count, group, strip, start, add ? 0 : z, add ? width : 0, edge, 0, width);
      for (int k = 0; k < count; k++) {
        System.arraycopy(edge, k * width, y, to + k * step, end);
      }
    }
  }

  private void tile(
      BandRoom room,
      int from,
      int count,
      int group,
      int strip,
      float[] z,
      int zAt,
      int zStep,
      float[] y,
      int to,
      int step) {
    int channels = groups * depth;
    // The taps of a row are one run of elements where nothing lies between them.
    boolean run = groups == 1 && across.dilation() == 1;
    int taps = run ? 1 : across.size();
    int length = run ? across.size() * depth : depth;
    int downStep = down.dilation() * BandRoom.rowSize(across, channels);
    int tapStep = across.dilation() * channels;
    int pixels = across.stride() * channels;
    int f = at(group, 0, 0, strip * width);
    float[] x = room.band;
    if (width > SimdPixelTiles.WIDTH) {
      SimdPixelTiles.wide(
          x,
          from,
          pixels,
          count,
          filters,
          f,
          down.size(),
          downStep,
          taps,
          tapStep,
          length,
          z,
          zAt,
          zStep,
          y,
          to,
          step);
    } else {
      SimdPixelTiles.narrow(
          x,
          from,
          pixels,
          count,
          filters,
          f,
          down.size(),
          downStep,
          taps,
          tapStep,
          length,
          z,
          zAt,
          zStep,
          y,
          to,
          step);
    }
  }
}
