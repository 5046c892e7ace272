/// Worlds to act in: the interface that a simulator implements, grids, and the cart with a pole.
package dev.softmax.policy.environment;
