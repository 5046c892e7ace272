package dev.softmax.policy.learning;

/// What a [Learner] comes to.
///
/// @param policy what was learned
/// @param curve how it went
public record LearningRun(LearnedPolicy policy, LearningCurve curve) {}
