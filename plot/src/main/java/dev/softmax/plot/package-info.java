/// Figures of plain arrays: bars, curves, surfaces; to PNG, SVG and PDF.
package dev.softmax.plot;
