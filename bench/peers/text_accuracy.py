"""Held-out accuracy of the default text classifier's network in PyTorch: words and pairs of words in
lower case, mean of their vectors (EmbeddingBag), one linear layer, SparseAdam, a tenth of the training
texts for the choice of the epoch. Run with the folder of the data sets: text_accuracy.py DIR [SEED].
"""

import csv
import math
import random
import re
import sys
from collections import Counter
from pathlib import Path

import torch
import torch.nn.functional as F

WIDTH, EPOCHS, BATCH, RATE, PATIENCE, TOKEN_DROPOUT = 100, 50, 32, 1e-3, 5, 0.2


def lines(path, encoding="utf-8"):
    return [line for line in path.read_text(encoding).split("\n") if line.strip()]


def labelled(path, separator=" ", encoding="utf-8", coarse=False):
    pairs = [line.split(separator, 1) for line in lines(path, encoding)]
    return [(label.split(":")[0] if coarse else label, text) for label, text in pairs]


def ag_news(path):
    with open(path, newline="", encoding="utf-8") as file:
        return [(row[0], " ".join(row[1:])) for row in csv.reader(file)]


def hold_out(pairs, share, generator):
    by_class, kept, held = {}, [], []
    for pair in pairs:
        by_class.setdefault(pair[0], []).append(pair)
    for group in by_class.values():
        generator.shuffle(group)
        n = min(round(share * len(group)), len(group) - 1)
        held += group[:n]
        kept += group[n:]
    return kept, held


def features(text):
    words = re.findall(r"\w+", text.lower())
    return words + [a + " " + b for a, b in zip(words, words[1:])]


class Corpus:
    def __init__(self, train, test, generator):
        counts = Counter(f for _, text in train for f in features(text))
        self.ids = {f: i + 1 for i, f in enumerate(counts)}
        self.classes = {label: i for i, label in enumerate(sorted({label for label, _ in train}))}
        train, validation = hold_out(train, 0.1, generator)
        self.train, self.validation, self.test = (self.encode(part) for part in (train, validation, test))

    def encode(self, pairs):
        known = [pair for pair in pairs if pair[0] in self.classes]
        bags = [[self.ids[f] for f in features(text) if f in self.ids] or [0] for _, text in known]
        return bags, [self.classes[label] for label, _ in known]


def batch(part, rows, generator=None):
    bags = [part[0][row] for row in rows]
    if generator:
        bags = [[t for t in bag if generator.random() >= TOKEN_DROPOUT] or [generator.choice(bag)] for bag in bags]
    offsets = [0]
    for bag in bags[:-1]:
        offsets.append(offsets[-1] + len(bag))
    tokens = torch.tensor([t for bag in bags for t in bag])
    return tokens, torch.tensor(offsets), torch.tensor([part[1][row] for row in rows])


class Net(torch.nn.Module):
    def __init__(self, corpus):
        super().__init__()
        self.bag = torch.nn.EmbeddingBag(len(corpus.ids) + 1, WIDTH, mode="mean", sparse=True)
        torch.nn.init.uniform_(self.bag.weight, -1 / WIDTH, 1 / WIDTH)
        self.head = torch.nn.Linear(WIDTH, len(corpus.classes))

    def forward(self, tokens, offsets):
        return self.head(self.bag(tokens, offsets))


@torch.inference_mode()
def measure(net, part):
    tokens, offsets, labels = batch(part, range(len(part[1])))
    logits = net(tokens, offsets)
    return float(F.cross_entropy(logits, labels)), float((logits.argmax(1) == labels).float().mean())


def accuracy(corpus, generator):
    net = Net(corpus)
    sparse = torch.optim.SparseAdam([net.bag.weight], lr=RATE)
    dense = torch.optim.Adam(net.head.parameters(), lr=RATE)
    rows = list(range(len(corpus.train[1])))
    steps = EPOCHS * math.ceil(len(rows) / BATCH)
    rise, step, best, since = max(1, steps // 10), 0, (math.inf, 0.0), 0
    for _ in range(EPOCHS):
        generator.shuffle(rows)
        for at in range(0, len(rows), BATCH):
            fall = (1 + math.cos(math.pi * max(0, step - rise) / (steps - rise))) / 2
            rate = RATE * (step + 1) / (rise + 1) if step < rise else RATE * fall
            for group in sparse.param_groups + dense.param_groups:
                group["lr"] = rate
            tokens, offsets, labels = batch(corpus.train, rows[at : at + BATCH], generator)
            sparse.zero_grad()
            dense.zero_grad()
            F.cross_entropy(net(tokens, offsets), labels).backward()
            sparse.step()
            dense.step()
            step += 1
        loss, _ = measure(net, corpus.validation)
        since = 0 if loss < best[0] else since + 1
        if since == 0:
            best = (loss, measure(net, corpus.test)[1])
        if since >= PATIENCE:
            break
    return best[1]


def main():
    data, seed = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 42
    torch.manual_seed(seed)
    generator = random.Random(seed)
    films = [("pos", t) for t in lines(data / "movie-review-polarity/rt-polarity.pos", "windows-1252")]
    films += [("neg", t) for t in lines(data / "movie-review-polarity/rt-polarity.neg", "windows-1252")]
    trec = [data / "trec" / name for name in ("TREC.train", "TREC.test")]
    sst = [data / "sst" / f"stsa.binary.{part}" for part in ("train", "test")]
    sets = {
        "SST-2": [labelled(path) for path in sst],
        "movie reviews": hold_out(films, 0.2, generator),
        "TREC-6": [labelled(path, encoding="latin-1", coarse=True) for path in trec],
        "TREC-50": [labelled(path, encoding="latin-1") for path in trec],
        "AG News": hold_out(ag_news(data / "ag-news/test.csv"), 0.2, generator),
        "SMS spam": hold_out(labelled(data / "sms-spam/SMSSpamCollection", "\t"), 0.2, generator),
    }
    for name, (train, test) in sets.items():
        print(f"{name:<14} {accuracy(Corpus(train, test, generator), generator):.4f}", flush=True)


main()
