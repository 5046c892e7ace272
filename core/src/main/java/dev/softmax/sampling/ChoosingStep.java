package dev.softmax.sampling;

/// A step that chooses the token; a [SamplerChain] ends with one.
public sealed interface ChoosingStep extends SamplerStep
    permits Greedy, Multinomial, GumbelMax, Mirostat, MirostatV2 {}
