/// Probabilities that mean what they say. Letters: `N` rows, `K` classes, `T` temperature, `β = 1/T`.
package dev.softmax.calibration;
