/// Optimisers with PyTorch's formulas, schedules of the learning rate, and gradient clipping.
///
/// In formulas, p is a parameter, g its gradient, t the number of the step from 1, and λ the weight
/// decay.
package dev.softmax.optim;
