package dev.softmax.metrics;

/// Where a measure may lie.
///
/// @param low lower end
/// @param high upper end
public record Interval(double low, double high) {}
