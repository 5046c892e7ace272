package dev.softmax.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Convolutions by tiles of pixels by output channels that read the pixels where they are, through
/// offsets: no columns are laid out. Where there is padding, the pixels that a task needs are copied with it
/// into a band, which stays in the second-level cache while all filters go over it.
///
/// A task is a rectangle of results by some strips of filters.
final class DirectFilters {
  /// Elements of a band, and pixels of results that a task has, at most.
  private static final int BAND = 1 << 16;

  private static final int PIXELS = 1024;

  /// Tasks that there are at least, where that can be.
  private static final int TASKS = 12;

  private final PackedFilters filters;
  private final ConvolutionShape size;
  private final float[] x;
  private final float @Nullable [] shortcut;
  private final float[] y;

  private final boolean padded;
  private final int taskColumns;
  private final int taskRows;
  private final int columnTasks;
  private final int rowTasks;
  private final int taskStrips;
  private final int stripTasks;

  DirectFilters(
      PackedFilters filters,
      ConvolutionShape whole,
      float[] x,
      float @Nullable [] shortcut,
      float[] y) {
    ConvolutionShape size = flat(whole);
    this.filters = filters;
    this.size = size;
    this.x = x;
    this.shortcut = shortcut;
    this.y = y;
    ConvolutionAxis h = size.horizontal();
    ConvolutionAxis v = size.vertical();
    padded = reaches(h) || reaches(v);
    int rowBand = Math.max(1, v.stride()) * h.length() * size.channels();
    int columns = h.places();
    if (rowBand > BAND / 4) {
      int most = Math.max(64, BAND / 4 / (v.stride() * h.stride() * size.channels()));
      int parts = (columns + most - 1) / most;
      columns = ((columns + parts - 1) / parts + 7) / 8 * 8;
    }
    taskColumns = Math.min(columns, h.places());
    columnTasks = (h.places() + taskColumns - 1) / taskColumns;
    int across = taskColumns * h.stride() * v.stride() * size.channels();
    int most = Math.clamp(Math.min(BAND / across, PIXELS / taskColumns), 1, v.places());
    int parts = (v.places() + most - 1) / most;
    taskRows = (v.places() + parts - 1) / parts;
    rowTasks = (v.places() + taskRows - 1) / taskRows;
    int strips = filters.strips() * size.groups();
    int areas = Math.max(1, size.pictures() * rowTasks * columnTasks);
    int cuts = Math.clamp((TASKS + areas - 1) / areas, 1, strips);
    taskStrips = (strips + cuts - 1) / cuts;
    stripTasks = (strips + taskStrips - 1) / taskStrips;
  }

  /// Filters of one pixel that move by one see no rows: all pictures are one row.
  private static ConvolutionShape flat(ConvolutionShape size) {
    ConvolutionAxis h = size.horizontal();
    ConvolutionAxis v = size.vertical();
    boolean plain = size.taps() == 1 && h.stride() == 1 && v.stride() == 1;
    if (!plain || h.before() > 0 || v.before() > 0) {
      return size;
    }
    if (h.places() != h.length() || v.places() != v.length()) {
      return size;
    }
    int pixels = size.pictures() * v.length() * h.length();
    return new ConvolutionShape(
        1,
        new ConvolutionAxis(1, 1, 1, 1, 1, 0),
        new ConvolutionAxis(pixels, pixels, 1, 1, 1, 0),
        size.channels(),
        size.outputs(),
        size.groups());
  }

  /// Whether some filter reaches beyond an axis.
  private static boolean reaches(ConvolutionAxis axis) {
    return axis.before() > 0 || axis.element(axis.places() - 1, axis.size() - 1) >= axis.length();
  }

  int tasks() {
    return size.pictures() * rowTasks * columnTasks * stripTasks;
  }

  void run(int task) {
    int area = task / stripTasks;
    int column = area % columnTasks * taskColumns;
    int row = area / columnTasks % rowTasks * taskRows;
    int picture = area / columnTasks / rowTasks;
    int columns = Math.min(taskColumns, size.horizontal().places() - column);
    int rows = Math.min(taskRows, size.vertical().places() - row);
    FilterScratch scratch = FilterScratch.take();
    if (padded) {
      int bandWidth = (columns - 1) * size.horizontal().stride() + span(size.horizontal());
      int bandRow = bandWidth * size.channels();
      int high = (rows - 1) * size.vertical().stride() + span(size.vertical());
      float[] band = scratch.pixels(high * bandRow);
      fill(
          band,
          picture,
          size.vertical().element(row, 0),
          high,
          size.horizontal().element(column, 0),
          bandWidth);
      strips(scratch, band, 0, bandRow, task % stripTasks, picture, row, rows, column, columns);
    } else {
      int bandRow = size.horizontal().length() * size.channels();
      int at =
          (picture * size.vertical().length() + size.vertical().element(row, 0)) * bandRow
              + size.horizontal().element(column, 0) * size.channels();
      strips(scratch, x, at, bandRow, task % stripTasks, picture, row, rows, column, columns);
    }
    scratch.give();
  }

  private static int span(ConvolutionAxis axis) {
    return (axis.size() - 1) * axis.dilation() + 1;
  }

  /// Copies `high` rows of `wide` pixels of a picture, zeros where they are outside of it.
  private void fill(float[] band, int picture, int top, int high, int left, int wide) {
    int channels = size.channels();
    int length = size.horizontal().length();
    int first = Math.clamp(-left, 0, wide);
    int last = Math.clamp(length - left, first, wide);
    for (int i = 0; i < high; i++) {
      int to = i * wide * channels;
      if (!size.vertical().has(top + i)) {
        Arrays.fill(band, to, to + wide * channels, 0);
        continue;
      }
      int from =
          ((picture * size.vertical().length() + top + i) * length + left + first) * channels;
      Arrays.fill(band, to, to + first * channels, 0);
      System.arraycopy(x, from, band, to + first * channels, (last - first) * channels);
      Arrays.fill(band, to + last * channels, to + wide * channels, 0);
    }
  }

  private void strips(
      FilterScratch scratch,
      float[] from,
      int at,
      int bandRow,
      int stripTask,
      int picture,
      int row,
      int rows,
      int column,
      int columns) {
    ConvolutionAxis h = size.horizontal();
    ConvolutionAxis v = size.vertical();
    boolean joined = h.dilation() == 1 && size.groups() == 1;
    int across = joined ? 1 : h.size();
    int count = v.size() * across;
    int depth = joined ? h.size() * size.channels() : size.groupChannels();
    int[] lines = scratch.lines(count);
    for (int i = 0; i < count; i++) {
      lines[i] = i / across * v.dilation() * bandRow + i % across * h.dilation() * size.channels();
    }
    int step = h.stride() * size.channels();
    float[] sums = scratch.sums(8 * filters.width());
    int end = Math.min((stripTask + 1) * taskStrips, filters.strips() * size.groups());
    for (int s = stripTask * taskStrips; s < end; s++) {
      int group = s / filters.strips();
      int strip = s % filters.strips();
      int weights = filters.stripAt(group, strip);
      for (int i = 0; i < rows; i++) {
        int start = at + i * v.stride() * bandRow + group * size.groupChannels();
        int to = ((picture * v.places() + row + i) * h.places() + column) * size.outputs();
        for (int j = 0; j < columns; ) {
          int height = FilterTile.height(columns - j, filters.width());
          int valid = Math.min(height, columns - j);
          int a = start + j * step;
          int place = to + j * size.outputs();
          if (FilterTile.writes(filters, shortcut, columns - j)) {
            FilterTile.write(from, a, step, lines, count, depth, filters, weights, y, place);
          } else {
            FilterTile.run(
                height, from, a, step, valid, lines, count, depth, filters, weights, sums);
            FilterTile.finish(filters, sums, valid, group, strip, shortcut, y, place);
          }
          j += valid;
        }
      }
    }
  }
}
