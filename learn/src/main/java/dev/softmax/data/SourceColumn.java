package dev.softmax.data;

import java.util.Optional;

/// What the training data held in a column.
///
/// @param name its name
/// @param missing share of the rows without a value, 0 to 1
/// @param levels how many different texts it had; 0 where it is of numbers or dates
/// @param leftOut why it is no feature (`is 'x' in every row`); empty when it is one
public record SourceColumn(String name, double missing, int levels, Optional<String> leftOut) {}
