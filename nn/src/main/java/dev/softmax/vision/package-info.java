/// Networks for pictures, in the names and shapes of their published weights. Letters: `B` pictures, `H`
/// height, `W` width, `C` channels, `F` features, `K` classes. Pictures are `(B, H, W, C)`, channels last.
package dev.softmax.vision;
