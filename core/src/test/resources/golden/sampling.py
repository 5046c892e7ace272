"""Writes sampling.txt: what the samplers of Transformers and of llama.cpp make of shared logits.

    python sampling.py SAMPLING_LLAMA VERSION

SAMPLING_LLAMA is the program of sampling_llama.cpp, VERSION the commit of llama.cpp it was built from.
Each case has a reference, logits, a history and a chain, and then the probabilities that are not 0.
"""

import platform
import subprocess
import sys
from pathlib import Path

import numpy as np
import torch
import transformers
from transformers import GenerationConfig, PretrainedConfig, PreTrainedModel
from transformers.generation import GenerationMixin
from transformers.generation import logits_process as P
from transformers.modeling_outputs import CausalLMOutput


def logits(seed, n, scale):
    """Logits that look like a language model's: a few large ones over a wide bulk."""
    random = np.random.default_rng(seed)
    bulk = random.normal(0, scale, n)
    bulk[random.choice(n, max(1, n // 20), replace=False)] += random.gamma(2, scale, max(1, n // 20))
    return bulk.astype(np.float32)


LOGITS = {
    "tenths": np.log(np.array([0.1, 0.2, 0.3, 0.4], np.float32)),
    "fifths": np.log(np.array([0.19, 0.21, 0.2, 0.194, 0.206], np.float32)),
    "peaked": np.log(np.array([0.97, 0.01, 0.012, 0.008], np.float32)),
    "typical": np.log(np.array([0.4, 0.2, 0.21, 0.19], np.float32)),
    "small": logits(1, 40, 2),
    "wide": logits(2, 250, 3),
    "flat": logits(3, 120, 0.3),
    "large": logits(4, 60, 2) + np.float32(1000),
}
SHORT = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]
REPEATED = [7, 8, 9, 1, 7, 8, 9, 2, 8, 9, 3, 7, 8, 9]
BREAKS = [7, 8, 9, 1, 7, 30, 9, 2, 8, 9, 30, 31, 7, 8, 9, 1, 7, 8]

# Chains that both understand; a step is its name and its arguments.
SHARED = [
    [["temperature", 0.7]],
    [["temperature", 2.5]],
    [["top-k", 1]],
    [["top-k", 7]],
    [["top-k", 1000]],
    [["top-p", 0.35, 1]],
    [["top-p", 0.87, 1]],
    [["top-p", 0.53, 4]],
    [["min-p", 0.05, 1]],
    [["min-p", 0.4, 3]],
    [["typical", 0.33, 1]],
    [["typical", 0.87, 1]],
    [["temperature", 0.8], ["top-k", 20], ["top-p", 0.95, 1]],
    [["top-p", 0.97, 1], ["min-p", 0.02, 1], ["temperature", 1.3]],
    [["temperature", 1.5], ["typical", 0.6, 1], ["top-k", 5]],
]
LLAMA = [
    [["dynamic-temperature", 1, 0.5, 1]],
    [["dynamic-temperature", 0.6, 0.9, 2]],
    [["temperature", 1.7], ["dynamic-temperature", 0.8, 0, 1]],
    [["temperature", 0.5], ["top-n-sigma", 1]],
    [["top-n-sigma", 2.5]],
    [["xtc", 1, 0.11, 1]],
    [["xtc", 1, 0.02, 1]],
    [["xtc", 1, 0.02, 39]],
    [["xtc", 1, 0.6, 1]],
    [["temperature", 0]],
    [["top-k", 0]],
    [["mirostat", 3, 0.1, 100]],
    [["temperature", 0.8], ["mirostat", 2, 0.1, 20]],
    [["mirostat-2", 2.2, 0.1]],
    [["temperature", 1.4], ["mirostat-2", 1.5, 0.1]],
    [["logit-bias", 2, 1, -2.5, 3, 4.25], ["top-k", 10]],
]
LLAMA_HISTORY = [
    (SHORT, [["penalties", 64, 1.3, 0, 0]]),
    (SHORT, [["penalties", 4, 1.3, 0.4, 0.7]]),
    (SHORT, [["penalties", 64, 1, 0.3, -0.2]]),
    (SHORT, [["temperature", 0.6], ["penalties", 6, 1.2, 0.3, 0.1], ["top-p", 0.9, 1]]),
    (REPEATED, [["dry", 0.8, 1.75, 2, 64, 0]]),
    (REPEATED, [["dry", 0.8, 1.75, 1, 64, 0]]),
    (REPEATED, [["dry", 1.5, 1.2, 2, 9, 0]]),
    (REPEATED, [["dry", 0.8, 1.75, 1, 64, 1, 1, 1]]),
    (BREAKS, [["dry", 0.8, 1.75, 1, 64, 2, 1, 1, 2, 30, 31]]),
    (BREAKS, [["dry", 0.8, 1.75, 2, 64, 1, 2, 30, 31]]),
    (BREAKS, [["temperature", 0.7], ["top-k", 30], ["dry", 1.1, 1.5, 1, 64, 1, 1, 9]]),
    ([5] * 30, [["dry", 0.8, 1.75, 2, 64, 0]]),
    ([5, 6] * 200, [["dry", 0.001, 1.75, 2, 4000, 0]]),
]
TRANSFORMERS = [
    [["epsilon", 0.02, 1]],
    [["epsilon", 0.27, 3]],
    [["eta", 0.02, 1]],
    [["eta", 0.5, 2]],
    [["temperature", 1.5], ["eta", 0.1, 1]],
]
TRANSFORMERS_HISTORY = [
    (SHORT, [["penalties", 64, 1.3, 0, 0]]),
    (SHORT, [["no-repeat-ngram", 1]]),
    (SHORT + [1], [["no-repeat-ngram", 2]]),
    (REPEATED, [["no-repeat-ngram", 3]]),
    (REPEATED, [["no-repeat-ngram", 40]]),
    (SHORT, [["bad-words", 3, 1, 2, 3, 3, 5, 7, 2, 4, 5]]),
    (SHORT, [["bad-words", 2, 2, 5, 5, 1, 39], ["temperature", 0.9]]),
    (SHORT, [["logit-bias", 2, 0, 1.5, 3, -4]]),
]


def sequences(words):
    """`n (length token..)..` as lists."""
    words, out = list(words), []
    for _ in range(words.pop(0)):
        length = words.pop(0)
        out.append(words[:length])
        words = words[length:]
    return out


def processor(name, *words):
    kinds = {
        "temperature": P.TemperatureLogitsWarper,
        "top-k": P.TopKLogitsWarper,
        "no-repeat-ngram": P.NoRepeatNGramLogitsProcessor,
    }
    least = {
        "top-p": P.TopPLogitsWarper,
        "min-p": P.MinPLogitsWarper,
        "typical": P.TypicalLogitsWarper,
        "epsilon": P.EpsilonLogitsWarper,
        "eta": P.EtaLogitsWarper,
    }
    if name in kinds:
        return kinds[name](words[0] if name != "temperature" else float(words[0]))
    if name in least:
        return least[name](float(words[0]), min_tokens_to_keep=words[1])
    if name == "penalties":
        return P.RepetitionPenaltyLogitsProcessor(words[1])
    if name == "bad-words":
        return P.NoBadWordsLogitsProcessor(sequences(words))
    pairs = words[1:]
    return P.SequenceBiasLogitsProcessor(
        {(pairs[i],): float(pairs[i + 1]) for i in range(0, len(pairs), 2)}
    )


def by_transformers(x, history, chain):
    scores = torch.from_numpy(x)[None]
    for step in chain:
        scores = processor(*step)(torch.tensor([history], dtype=torch.long), scores)
    p = scores.double().softmax(-1)[0].numpy()
    return " ".join(f"{i}:{v:.7g}" for i, v in enumerate(p) if v > 0)


def text(words):
    return " ".join(str(word) for word in words)


def line(x, history, chain):
    steps = [text(step) for step in chain]
    numbers = text(f"{v:.9g}" for v in x)
    return f"logits {len(x)} {numbers} history {len(history)} {text(history)} steps {len(steps)} {text(steps)}"


class Bigrams(PreTrainedModel, GenerationMixin):
    """A model whose logits depend on the last token alone."""

    config_class = PretrainedConfig

    def __init__(self, table):
        super().__init__(PretrainedConfig(vocab_size=len(table), is_encoder_decoder=False))
        self.table = torch.nn.Parameter(torch.from_numpy(table), requires_grad=False)

    @property
    def device(self):
        return self.table.device

    def forward(self, input_ids, **_):
        return CausalLMOutput(logits=self.table[input_ids])

    def prepare_inputs_for_generation(self, input_ids, **_):
        return {"input_ids": input_ids}


def beams(table, beams, length, end, penalty):
    config = GenerationConfig(
        num_beams=beams,
        num_return_sequences=beams,
        max_new_tokens=length,
        eos_token_id=end if end >= 0 else None,
        pad_token_id=len(table),
        length_penalty=float(penalty),
        early_stopping=False,
        do_sample=False,
        return_dict_in_generate=True,
        output_scores=True,
        use_cache=False,
    )
    found = Bigrams(table).generate(torch.tensor([[0]]), generation_config=config)
    for sequence, score in zip(found.sequences, found.sequences_scores):
        tokens = [int(t) for t in sequence[1:] if t != len(table)]
        yield f"{score:.9g} {text(tokens)}"


def main():
    program, version = sys.argv[1:]
    out = [
        f"# sampling.py: Python {platform.python_version()}, NumPy {np.__version__}, "
        f"PyTorch {torch.__version__}, Transformers {transformers.__version__}, llama.cpp {version}"
    ]
    out += [f"logits {name} {text(f'{v:.9g}' for v in x)}" for name, x in LOGITS.items()]
    both = [(name, [], chain) for chain in SHARED for name in LOGITS]
    # Of nearly equal logits mirostat finds a k past the integers, whose conversion C leaves undefined.
    llama = [
        (name, [], chain)
        for chain in LLAMA
        for name in LOGITS
        if not (name == "fifths" and chain[-1][0] == "mirostat")
    ]
    llama += [(name, *case) for case in LLAMA_HISTORY for name in ("small", "wide", "flat", "large")]
    ours = [(name, [], chain) for chain in TRANSFORMERS for name in LOGITS]
    ours += [(name, *case) for case in TRANSFORMERS_HISTORY for name in ("small", "wide", "flat", "large")]
    asked = "".join(line(LOGITS[name], history, chain) + "\n" for name, history, chain in both + llama)
    answers = subprocess.run([program], input=asked, text=True, capture_output=True, check=True)
    for case, answer in zip(both + llama, answers.stdout.splitlines(), strict=True):
        out += block("llama.cpp", case, answer)
    for case in both + ours:
        out += block("transformers", case, by_transformers(LOGITS[case[0]], *case[1:]))
    table = logits(9, 36, 2).reshape(6, 6)
    out.append(f"table {text(f'{v:.9g}' for v in table.ravel())}")
    for case in [(2, 5, -1, 0), (3, 4, -1, 1), (2, 8, 4, 0), (3, 7, 2, 1), (4, 6, 5, 2), (3, 7, 1, -0.5)]:
        out.append(f"beams {text(case)}")
        out += ["= " + found for found in beams(table, *case)]
    Path(__file__).with_name("sampling.txt").write_text("\n".join(out) + "\n")


def block(reference, case, answer):
    name, history, chain = case
    return [f"case {reference} {name} history {text(history)} steps {'; '.join(map(text, chain))}", "= " + answer.strip()]


main()
