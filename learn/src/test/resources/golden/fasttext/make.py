"""Trains tiny models with fastText and writes what it predicts.

python make.py FASTTEXT LID: the program built from github.com/facebookresearch/fastText at commit 6c2204b (with
`make opt`), and lid.176.ftz. Needs the standard library only. Models and predictions.tsv are written beside this file.
"""
import pathlib
import random
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
FASTTEXT, LID = sys.argv[1], sys.argv[2]

TOPICS = {
    "kitchen": "soup bread salt oven pepper knife stew boil bake taste onion butter",
    "weather": "rain storm cloud wind sunny cold frost thunder drizzle forecast mild fog",
    "music": "violin song choir drum melody concert piano loud tune rhythm chorus sing",
    "käse": "cheddar brie gouda mold ripe creamy goat rind slice milk aged feta",
    "天气": "雨 风 云 雪 晴 冷 热 雷 雾 霜",
}
FILLERS = "the a with some very and today we had really quite no".split()
ONES = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen").split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()

TEXTS = [
    "the soup needs more salt",
    "thunder and a cold wind today",
    "a choir with a loud drum",
    "creamy brie or aged gouda",
    "今天 雨 很 冷",
    "",
    "unseen xylophones zigzag",
    "naïve 🎻 café 𝄞 soup",
    "   spaces\tand tabs   ",
    "__label__music __label__nothing violin",
    "no </s> rain after the end",
    "The Storm",
]
NUMBERS = ["two hundred fifty nine", "thirty one", "seven", "one hundred eleven", "ninety", "", "hundreds of sixties"]


def topics():
    rng = random.Random(1)
    lines = []
    for _ in range(120):
        # Topics differ in size, so that the tree of hierarchical softmax is no plain one.
        topic = rng.choices(list(TOPICS), weights=[8, 5, 3, 2, 1])[0]
        words = rng.choices(TOPICS[topic].split(), k=3) + rng.choices(FILLERS, k=2)
        rng.shuffle(words)
        lines.append(f"__label__{topic} " + " ".join(words))
    return lines


def spelt(n):
    words = []
    if n >= 100:
        words += [ONES[n // 100], "hundred"]
        n %= 100
        if n == 0:
            return words
    if n >= 20:
        words.append(TENS[n // 10])
        n %= 10
        if n == 0:
            return words
    return words + [ONES[n]]


def run(*arguments, text=None):
    done = subprocess.run([FASTTEXT, *map(str, arguments)], input=text, capture_output=True, check=True, text=True)
    return done.stdout


def train(folder, name, lines, *arguments):
    corpus = folder / "corpus.txt"
    corpus.write_text("\n".join(lines) + "\n", encoding="utf-8")
    run("supervised", "-input", corpus, "-output", folder / name, "-thread", 1, "-minCount", 1, *arguments)
    return folder / f"{name}.bin"


def predictions(model, name, texts, most):
    rows = []
    for text in texts:
        words = run("predict-prob", model, "-", most, text=text + "\n").split()
        # Where a text has `</s>` in it, fastText goes on with a second line.
        words = words[: 2 * most]
        pairs = [w.removeprefix("__label__") for w in words]
        rows.append("\t".join([name, text.replace("\t", "\\t"), *pairs]))
    return rows


def main():
    rows = ["# fastText 6c2204b; model, text, then labels and probabilities"]
    small = ["-dim", 7, "-epoch", 15, "-lr", 0.5]
    settings = {
        "plain": ["-loss", "softmax"],
        "softmax": ["-loss", "softmax", "-wordNgrams", 2, "-bucket", 200],
        "hs": ["-loss", "hs", "-minn", 2, "-maxn", 4, "-bucket", 300],
        "ns": ["-loss", "ns", "-neg", 2, "-wordNgrams", 3, "-bucket", 250],
        "ova": ["-loss", "ova", "-minn", 1, "-maxn", 3, "-wordNgrams", 2, "-bucket", 300],
    }
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for kind, arguments in settings.items():
            model = train(folder, kind, topics(), *small, *arguments)
            (HERE / model.name).write_bytes(model.read_bytes())
            rows += predictions(model, model.name, TEXTS, 5)
        lines = [f"__label__{n} " + " ".join(spelt(n)) for n in range(260)]
        for kind, extra in {"numbers": ["-qout", "-qnorm", "-cutoff", 300], "numbers-norms": ["-qnorm"]}.items():
            train(folder, kind, lines, "-dim", 8, "-epoch", 60, "-lr", 0.5, "-wordNgrams", 3, "-minn", 2, "-maxn", 3,
                  "-bucket", 600, "-loss", "softmax")
            run("quantize", "-input", folder / "corpus.txt", "-output", folder / kind, "-dsub", 3, *extra)
            model = folder / f"{kind}.ftz"
            (HERE / model.name).write_bytes(model.read_bytes())
            rows += predictions(model, model.name, NUMBERS, 3)
    for line in (HERE / "languages.tsv").read_text(encoding="utf-8").splitlines():
        rows += predictions(LID, "lid.176.ftz", [line.split("\t")[1]], 3)
    (HERE / "predictions.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


main()
