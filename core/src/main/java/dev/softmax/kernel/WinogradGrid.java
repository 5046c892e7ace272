package dev.softmax.kernel;

import java.util.Arrays;

/// The tiles of four by four results that pictures are cut into for Winograd's convolutions, on their way into the
/// transforms; see [SimdWinograd], and [WinogradResults] for the way out. A row of tiles is counted through all pictures.
///
/// @param down the vertical axis
/// @param across the horizontal axis
/// @param depth channels under a filter, whole vectors
record WinogradGrid(ConvolutionAxis down, ConvolutionAxis across, int depth) {
  static final WinogradGrid NONE = new WinogradGrid(ConvolutionAxis.NONE, ConvolutionAxis.NONE, 0);

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
}
