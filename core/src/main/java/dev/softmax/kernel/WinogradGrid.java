package dev.softmax.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The tiles of four by four results that pictures are cut into for Winograd's convolutions, on their way into the
/// transforms and out of them; see [SimdWinograd]. A row of tiles is counted through all pictures.
///
/// @param down the vertical axis
/// @param across the horizontal axis
/// @param depth channels under a filter, whole vectors
/// @param columns channels of results, whole strips
/// @param width output channels of a strip, one or two vectors
/// @param bias as strips lie, `[strip][width]`
/// @param least bound of the results
/// @param most bound of the results
record WinogradGrid(
    ConvolutionAxis down,
    ConvolutionAxis across,
    int depth,
    int columns,
    int width,
    float[] bias,
    float least,
    float most) {
  private static final int WIDTH = SimdWinograd.WIDTH;

  /// Whether filters of three by three move by one along both axes.
  static boolean suits(ConvolutionAxis down, ConvolutionAxis across) {
    return moves(down) && moves(across);
  }

  private static boolean moves(ConvolutionAxis axis) {
    return axis.size() == 3 && axis.stride() == 1 && axis.dilation() == 1;
  }

  /// Rows of tiles of a picture.
  int tilesHigh() {
    return (down.places() + 3) / 4;
  }

  /// Tiles of a row.
  int tilesWide() {
    return (across.places() + 3) / 4;
  }

  /// Transforms a row of tiles, some at a time: channels lie in blocks `[tile][channel]`.
  ///
  /// @param row its index
  /// @param to where its first tile goes
  /// @param vBlock channels of a block
  /// @param blockStep distance of blocks
  /// @param placeStep distance of places
  void transform(
      FilterScratch scratch,
      float[] x,
      int row,
      float[] v,
      int to,
      int vBlock,
      int blockStep,
      int placeStep) {
    for (int tile = 0; tile < tilesWide(); tile += FilterScratch.TILES) {
      int count = Math.min(FilterScratch.TILES, tilesWide() - tile);
      int at = to + tile * vBlock;
      transform(scratch, x, row, tile, count, v, at, vBlock, blockStep, placeStep);
    }
  }

  private void transform(
      FilterScratch scratch,
      float[] x,
      int row,
      int first,
      int count,
      float[] v,
      int to,
      int vBlock,
      int blockStep,
      int placeStep) {
    int top = row % tilesHigh() * 4 - down.before();
    int begin = first * 4 - across.before();
    int pixels = count * 4 + 2;
    // Pixels of the padding, and those that are there.
    int left = Math.clamp(-begin, 0, pixels);
    int known = Math.clamp(across.length() - begin, left, pixels) - left;
    int length = across.length() * depth;
    int at = (row / tilesHigh() * down.length() + top) * length + (begin + left) * depth;
    int partRow = pixels * depth;
    float[] part = scratch.filters(12 * partRow);
    if (top >= 0 && top + 6 <= down.length()) {
      SimdWinogradTiles.down(x, at, length, known * depth, part, left * depth, partRow);
    } else {
      int band = 6 * partRow;
      for (int i = 0; i < 6; i++) {
        int line = band + i * partRow;
        if (down.has(top + i)) {
          System.arraycopy(x, at + i * length, part, line, known * depth);
        } else {
          Arrays.fill(part, line, line + known * depth, 0);
        }
      }
      SimdWinogradTiles.down(part, band, partRow, known * depth, part, left * depth, partRow);
    }
    for (int i = 0; i < 6; i++) {
      int line = i * partRow;
      Arrays.fill(part, line, line + left * depth, 0);
      Arrays.fill(part, line + (left + known) * depth, line + partRow, 0);
      for (int c = 0; c < depth; c += WIDTH) {
        int q = to + i * 6 * placeStep + c / vBlock * blockStep + c % vBlock;
        SimdWinogradTiles.across(part, line + c, depth, count, v, q, vBlock, placeStep);
      }
    }
  }

  /// Transforms the sums of a strip of `m [place][tile][width]` for a row of tiles back and stores what is inside of
  /// the picture: `y = clamp(sums + bias + shortcut)`.
  ///
  /// @param at where the first tile's sums are
  /// @param mStep distance of places
  void finish(
      FilterScratch scratch,
      int row,
      int strip,
      float[] m,
      int at,
      int mStep,
      float @Nullable [] shortcut,
      float[] y) {
    for (int tile = 0; tile < tilesWide(); tile += FilterScratch.TILES) {
      int count = Math.min(FilterScratch.TILES, tilesWide() - tile);
      finish(scratch, row, tile, count, strip, m, at + tile * width, mStep, shortcut, y);
    }
  }

  private void finish(
      FilterScratch scratch,
      int row,
      int first,
      int tiles,
      int strip,
      float[] m,
      int at,
      int mStep,
      float @Nullable [] shortcut,
      float[] y) {
    float[] result = scratch.tiles;
    int pixel = tiles * width;
    SimdWinograd.output(m, at, mStep, pixel, result, pixel, scratch.part);
    int top = row % tilesHigh() * 4;
    int left = first * 4;
    int places = across.places();
    int high = Math.min(4, down.places() - top);
    boolean add = shortcut != null;
    float[] also = shortcut == null ? y : shortcut;
    for (int i = 0; i < high; i++) {
      int line = (row / tilesHigh() * down.places() + top + i) * places + left;
      for (int j = 0; j < Math.min(4, places - left); j++) {
        int valid = Math.min(tiles, (places - left - j + 3) / 4);
        int from = (i * 4 + j) * pixel;
        int to = (line + j) * columns + strip * width;
        int stride = 4 * columns;
        int z = strip * width;
        if (width == WIDTH) {
          SimdFilterEnds.one(result, from, valid, bias, z, also, add, y, to, stride, least, most);
        } else {
          SimdFilterEnds.two(result, from, valid, bias, z, also, add, y, to, stride, least, most);
        }
      }
    }
  }
}
