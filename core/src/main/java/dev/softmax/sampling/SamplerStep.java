package dev.softmax.sampling;

/// One step of a [SamplerChain]: a value that says what is done to the candidates. A step changes
/// their logits, drops some of them, or chooses one. Each step sees what the steps before it have
/// left; what they dropped has no probability. `docs/numerics.md` has all steps in one table.
public sealed interface SamplerStep
    permits Temperature,
        DynamicTemperature,
        TopK,
        TopP,
        MinP,
        Typical,
        TopNSigma,
        EpsilonCutoff,
        EtaCutoff,
        Xtc,
        Penalties,
        Dry,
        NoRepeatNgram,
        LogitBias,
        BadWords,
        ChoosingStep {}
