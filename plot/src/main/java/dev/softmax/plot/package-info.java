/// Figures of plain arrays: bars, curves, surfaces; to PNG, SVG and PDF. Letters: `N`
/// points, `K` classes, `T` temperatures, `H` height and `W` width of a picture, `X` and `Y` columns and
/// rows of a field.
package dev.softmax.plot;
