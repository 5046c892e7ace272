package dev.softmax.text.fasttext;

/// A label and how probable it is.
///
/// @param label the label without its prefix
/// @param probability from 0 to 1
public record FastTextPrediction(String label, double probability) {}
