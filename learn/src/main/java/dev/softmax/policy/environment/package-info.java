/// Worlds to act in: the interface that a simulator implements, grids, and the cart with a pole.
/// Letters: `S` states, `n` actions, `D` numbers of an observation.
package dev.softmax.policy.environment;
