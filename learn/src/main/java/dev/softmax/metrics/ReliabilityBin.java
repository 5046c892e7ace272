package dev.softmax.metrics;

/// The rows whose largest probability lies above `lower` and not above `upper`; the first bin has 0
/// too.
///
/// @param lower lower end
/// @param upper upper end
/// @param rows number of rows
/// @param confidence mean of their largest probabilities; NaN without rows
/// @param accuracy share of them predicted right; NaN without rows
public record ReliabilityBin(
    double lower, double upper, int rows, double confidence, double accuracy) {}
