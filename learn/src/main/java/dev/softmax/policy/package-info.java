/// Acting by softmax: policies over action values, bandits. Letters: `n` actions, `x` their values or
/// preferences, `T` temperature.
package dev.softmax.policy;
