/// What a classifier's probabilities are worth: accuracy, log-loss, Brier score, calibration error, confusion.
package dev.softmax.metrics;
