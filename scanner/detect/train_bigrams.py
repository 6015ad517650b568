#!/usr/bin/env python3
"""Makes bigram_table.inc: how likely one letter follows another in English words.

    scanner/detect/train_bigrams.py /usr/share/dict/words > scanner/detect/bigram_table.inc

The words are those of Debian's package wamerican (the SCOWL list, size 60). Each word of letters only
counts once. Row and column 0 stand for a word's beginning and end, 1 to 26 for a to z. An entry is
-log2 P(column | row), in eighths of a bit, with one count added to each pair so that nothing is
impossible. word_model.h says how the table is used; tests/unit/word_model_test.cc holds its evaluation.
"""
import collections
import math
import re
import sys

WORD = re.compile(r"[a-z]+\Z")


def letter(c):
    return ord(c) - ord("a") + 1


def count_pairs(words):
    pairs = collections.Counter()
    for word in words:
        indices = [0] + [letter(c) for c in word] + [0]
        pairs.update(zip(indices, indices[1:]))
    return pairs


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        words = {line.strip().lower() for line in lines}
    pairs = count_pairs(sorted(word for word in words if WORD.match(word)))
    print("// Made by train_bigrams.py; do not edit.")
    for row in range(27):
        total = sum(pairs[row, column] + 1 for column in range(27))
        bits = [-math.log2((pairs[row, column] + 1) / total) for column in range(27)]
        print("{" + ", ".join(str(min(255, round(8 * b))) for b in bits) + "},")


if __name__ == "__main__":
    main()
