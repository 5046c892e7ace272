/// Learning to act by softmax in an [dev.softmax.policy.environment.Environment]: from tables of action
/// values, and by gradients of a policy network. Letters: `S` states, `n` actions, `Q` values of actions
/// in states, `V` of states, `π` the policy, `α` step size, `γ` discount, `G` discounted return.
package dev.softmax.policy.learning;
