"""The peers' side of the row of sampling: one token from logits (V) by Transformers' processors.

Temperature 0.8, top-k 40, top-p 0.95, softmax, multinomial, as `generate` does them. The logits are
those of SamplerWork.java; the answer is the probabilities that the processors leave.
"""

import torch
from transformers.generation import (
    LogitsProcessorList,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)


def row(vocabulary, rows):
    x = torch.from_numpy(rows.numbers((1, vocabulary), 1, 10) * rows.numbers((1, vocabulary), 2, 10))
    chain = LogitsProcessorList([TemperatureLogitsWarper(0.8), TopKLogitsWarper(40), TopPLogitsWarper(0.95)])
    ids = torch.zeros((1, 1), dtype=torch.long)
    names = {"chain": chain, "ids": ids, "x": x, "softmax": torch.softmax, "draw": torch.multinomial}
    return rows.Row(
        names,
        {"Transformers": "draw(softmax(chain(ids, x), -1), 1)"},
        lambda: rows.checksum(torch.softmax(chain(ids, x), -1).numpy()),
    )
