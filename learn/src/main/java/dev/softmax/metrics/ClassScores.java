package dev.softmax.metrics;

/// How well one class is told from the others. A quotient without anything below the line is 0, as
/// scikit-learn's default has it.
///
/// @param precision share of the rows predicted as this class that are of it
/// @param recall share of the rows of this class that are predicted as it
/// @param f1 harmonic mean of the two
/// @param support number of rows of this class
public record ClassScores(double precision, double recall, double f1, int support) {}
