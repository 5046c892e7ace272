"""Rows text/*: from texts to token ids, words or words and pairs of words that occur twice or more.

`prepare` writes the texts as one file, a text a line (TextWork.java reads it): titles and descriptions
of ag-news/test.csv. Characters between letters on which definitions of a word differ (apostrophes,
points, hyphens) become spaces, so that both sides find the same words and the results can be compared.
"""

import csv
import re
from collections import Counter
from pathlib import Path

WORD = re.compile(r"\w+")
JOINED = re.compile(r"(?<=\w)[^\w\s]+(?=\w)|_|\\")


def prepare(data, folder):
    source = Path(data) / "ag-news" / "test.csv"
    try:
        with open(source, newline="", encoding="utf-8") as file:
            texts = [" ".join(row[1:]) for row in csv.reader(file)]
    except OSError as error:
        raise RuntimeError(str(error)) from error
    folder.mkdir(parents=True, exist_ok=True)
    plain = (JOINED.sub(" ", text.encode("ascii", "ignore").decode()) for text in texts)
    lines = "".join(" ".join(text.split()) + "\n" for text in plain)
    (folder / "texts.txt").write_text(lines)


def bytes_of(folder):
    return (folder / "texts.txt").stat().st_size


def pairs_of(words):
    return [a + " " + b for a, b in zip(words, words[1:])]


def row(name, folder):
    from rows import Row
    from sklearn.feature_extraction.text import CountVectorizer

    texts = (Path(folder) / "texts.txt").read_text().splitlines()
    words = Counter(w for text in texts for w in WORD.findall(text.lower()))
    kept = [w for w, n in words.items() if n > 1]
    if name == "pairs":
        counts = Counter(p for text in texts for p in pairs_of(WORD.findall(text.lower())))
        kept += [p for p, n in counts.items() if n > 1]
    ids = {word: i + 2 for i, word in enumerate(kept)}

    def encode_words():
        find, known = WORD.findall, ids.get
        return [[known(word, 1) for word in find(text.lower())] for text in texts]

    def encode_pairs():
        find, known, bags = WORD.findall, ids.get, []
        for text in texts:
            found = find(text.lower())
            bag = [known(word, 1) for word in found]
            for pair in pairs_of(found):
                token = known(pair)
                if token:
                    bag.append(token)
            bags.append(bag)
        return bags

    encode = encode_words if name == "words" else encode_pairs
    vectorizer = CountVectorizer(
        vocabulary={word: i for i, word in enumerate(kept)},
        ngram_range=(1, 1 if name == "words" else 2),
        token_pattern=r"\w+",
    )
    names = {"encode": encode, "vectorizer": vectorizer, "texts": texts}
    variants = {
        "Python re": "encode()",
        "scikit-learn CountVectorizer": "vectorizer.transform(texts)",
    }

    def answer():
        bags = encode()
        return float(sum(map(len, bags)) + 1000 * sum(bag.count(1) for bag in bags))

    return Row(names, variants, answer)
