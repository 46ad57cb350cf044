"""Train the reader on labelled lines: ``python -m bench.reader.train --lines var/reader.jsonl --e5 e5-small-q4.bin --out reader.pt``.

Runs in an environment of its own (``bench/reader/requirements.txt``), which knows neither Rasa nor the rest of the project.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as functional
from pypinyin import lazy_pinyin

from bench.reader.e5 import E5
from bench.reader.kinds import ANSWERS, CASES, PEOPLE, SPANS, WHOLES
from bench.reader.net import Net

TAGS = ("O", *(f"{edge}-{kind}" for kind in SPANS for edge in "BI"))
LONGEST = 160
PLAIN_SHARE, NOISY_SHARE = 0.3, 0.5
"""Shares that an epoch shows: of the lines with nothing but an answer in them, which are most and teach least; of the noisy
ones of all others, of which there are two each.
"""
IGNORE = -100
Batch = dict[str, torch.Tensor]


class Alphabet:
    """Characters, their sounds, and the questions, as numbers; 0 is whatever is not known."""

    def __init__(self, e5: E5, questions: Sequence[str]) -> None:
        self.characters = sorted(
            piece
            for piece in e5.pieces
            if len(piece) == 1 and (piece.isascii() or "\u4e00" <= piece <= "\u9fff") and piece.isprintable()
        )
        self.rows = [e5.unknown, e5.begin, *(e5.pieces[character] for character in self.characters)]
        self.ids = {character: number for number, character in enumerate(self.characters, start=2)}
        said = ["" if c.isascii() else lazy_pinyin(c)[0] for c in self.characters]
        self.syllables = sorted({sound for sound in said if sound.isascii() and sound})
        numbers = {sound: number for number, sound in enumerate(self.syllables, start=1)}
        self.sounds = [0, 0, *(numbers.get(sound, 0) for sound in said)]
        self.questions = {question: number for number, question in enumerate(questions, start=1)}

    def read(self, text: str) -> list[int]:
        """Return the numbers of a text's characters, the first for the question."""
        return [
            1,
            *(
                self.ids.get(character.upper() if character.isascii() else character, 0)
                for character in text[:LONGEST]
            ),
        ]

    def as_json(self) -> dict[str, Any]:
        """Return what the product needs to know of it."""
        return {
            "characters": "".join(self.characters),
            "sounds": self.sounds,
            "questions": list(self.questions),
            "tags": TAGS,
            "wholes": WHOLES,
            "longest": LONGEST,
        }


def tags_of(line: dict[str, Any]) -> list[int]:
    """Return the tag of each character; ``IGNORE`` where it is not sure."""
    tags = [0] * len(line["text"])
    for start, end in line.get("unsure", ()):
        tags[start:end] = [IGNORE] * (end - start)
    for start, end, kind in line.get("spans", ()):
        if kind not in SPANS:
            continue
        tags[start:end] = [TAGS.index(f"I-{kind}")] * (end - start)
        tags[start] = TAGS.index(f"B-{kind}")
    return tags[:LONGEST]


def _share(line: dict[str, Any]) -> float:
    if not (line.get("spans") or line["hurt"] or line.get("case", "none") != "none"):
        return PLAIN_SHARE
    return NOISY_SHARE if line["how"].endswith("+") else 1.0


class Examples:
    """Lines as numbers, batched by length."""

    def __init__(
        self, lines: Sequence[dict[str, Any]], alphabet: Alphabet, no_question: bool = False
    ) -> None:
        self.lines = lines
        self._sounds = alphabet.sounds
        self._shares = [_share(line) for line in lines]
        self._made = [
            (
                alphabet.read(line["text"]),
                0 if no_question else alphabet.questions.get(line["asked"], 0),
                tags_of(line),
                ANSWERS.index(line["answer"]) if line.get("answer") else IGNORE,
                CASES.index(line["case"]) if line.get("case") else IGNORE,
                [-1.0] * 4 if line["hurt"] is None else [float(who in line["hurt"]) for who in PEOPLE],
            )
            for line in lines
        ]

    def batches(self, budget: int, rng: random.Random | None) -> Iterator[tuple[list[int], Batch]]:
        """Yield batches of about ``budget`` characters; in order of length without ``rng``."""
        shown = [at for at, share in enumerate(self._shares) if rng is None or rng.random() < share]
        order = sorted(shown, key=lambda at: (len(self._made[at][0]), rng.random() if rng else at))
        groups: list[list[int]] = [[]]
        for at in order:
            if groups[-1] and (len(groups[-1]) + 1) * len(self._made[at][0]) > budget:
                groups.append([])
            groups[-1].append(at)
        if rng:
            rng.shuffle(groups)
        for group in groups:
            yield group, self._batch(group)

    def _batch(self, group: Sequence[int]) -> Batch:
        made = [self._made[at] for at in group]
        length = max(len(ids) for ids, *_ in made)

        def padded(rows: list[list[int]], size: int, filler: int) -> torch.Tensor:
            return torch.tensor([row + [filler] * (size - len(row)) for row in rows])

        return {
            "ids": padded([ids for ids, *_ in made], length, 0),
            "sounds": padded([[self._sounds[i] for i in ids] for ids, *_ in made], length, 0),
            "asked": torch.tensor([one[1] for one in made]),
            "mask": padded([[1] * len(ids) for ids, *_ in made], length, 0).float(),
            "tags": padded([one[2] for one in made], length - 1, IGNORE),
            "answer": torch.tensor([one[3] for one in made]),
            "case": torch.tensor([one[4] for one in made]),
            "hurt": torch.tensor([one[5] for one in made]),
        }


def spans_of(tags: Sequence[int]) -> set[tuple[int, int, str]]:
    """Return the spans of a row of tags; one that goes on where another kind stood begins there."""
    found: set[tuple[int, int, str]] = set()
    start, kind = 0, ""
    for at, tag in enumerate([*tags, 0]):
        edge, _, now = TAGS[tag].partition("-")
        if kind and (edge in "OB" or now != kind):
            found.add((start, at, kind))
            kind = ""
        if edge != "O" and not kind:
            start, kind = at, now
    return found


Told = tuple[set[tuple[int, int, str]], str, str, tuple[str, ...]]
"""Spans, answer, case type, who was hurt."""


def parts(wholes: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Split the scores of wholes into those of answers, case types and people."""
    first, second = len(ANSWERS), len(ANSWERS) + len(CASES)
    return wholes[:, :first], wholes[:, first:second], wholes[:, second:]


def predict(net: Net, examples: Examples) -> list[Told]:
    """Return what the net reads in each line."""
    net.eval()
    told: dict[int, Told] = {}
    with torch.no_grad():
        for group, batch in examples.batches(4096, None):
            tags, wholes = net(batch["ids"], batch["sounds"], batch["asked"], batch["mask"])
            answers, cases, hurt = parts(wholes)
            for row, at in enumerate(group):
                size = min(len(examples.lines[at]["text"]), LONGEST)
                told[at] = (
                    spans_of(tags[row, :size].argmax(-1).tolist()),
                    ANSWERS[int(answers[row].argmax())],
                    CASES[int(cases[row].argmax())],
                    tuple(who for who, score in zip(PEOPLE, hurt[row].tolist(), strict=True) if score > 0),
                )
    return [told[at] for at in range(len(examples.lines))]


def figures(lines: Sequence[dict[str, Any]], told: Sequence[Told]) -> dict[str, float]:
    """Return exact F1 of the spans by kind and the share of wholes that are right, clean and noisy, in percent."""
    counts: defaultdict[tuple[str, str, str], float] = defaultdict(float)

    def count(name: str, sound: str, right: float, of: float) -> None:
        counts[name, sound, "right"] += right
        counts[name, sound, "of"] += of

    for line, (found, answer, case, hurt) in zip(lines, told, strict=True):
        sound = "noisy" if line["how"].endswith("+") else "clean"
        gold = {tuple(span) for span in line.get("spans", ()) if span[2] in SPANS}
        found = {
            span
            for span in found
            if span in gold or not any(a < span[1] and span[0] < b for a, b in line.get("unsure", ()))
        }
        for kind in SPANS:
            want, have = ({s for s in spans if s[2] == kind} for spans in (gold, found))
            count(kind, sound, len(want & have), (len(want) + len(have)) / 2)
        for name, said in (("answer", answer), ("case", case)):
            if line.get(name):
                count(name, sound, said == line[name], 1)
        if line.get("case") not in (None, "none"):
            count("case of stories", sound, case == line["case"], 1)
        if line["hurt"]:
            count("hurt", sound, set(hurt) == set(line["hurt"]), 1)
    return {
        f"{name} {sound}": round(100 * counts[name, sound, "right"] / counts[name, sound, "of"], 1)
        for name, sound in sorted({key[:2] for key in counts})
    }


def loss_of(net: Net, batch: Batch) -> torch.Tensor:
    """Return the loss of a batch: of the tags, and of each whole that is known."""
    tags, wholes = net(batch["ids"], batch["sounds"], batch["asked"], batch["mask"])
    answers, cases, hurt = parts(wholes.float())
    loss = functional.cross_entropy(
        tags.float().flatten(0, 1), batch["tags"].flatten(), ignore_index=IGNORE, reduction="sum"
    )
    loss = loss / (batch["tags"] != IGNORE).sum().clamp(min=1)
    for scores, name in ((answers, "answer"), (cases, "case")):
        missed = functional.cross_entropy(scores, batch[name], ignore_index=IGNORE, reduction="sum")
        loss = loss + 0.3 * missed / (batch[name] != IGNORE).sum().clamp(min=4)
    known = (batch["hurt"] >= 0).float()
    missed = functional.binary_cross_entropy_with_logits(
        hurt, batch["hurt"].clamp(min=0), reduction="none", pos_weight=torch.tensor(4.0)
    )
    return loss + 0.5 * (missed * known).sum() / known.sum().clamp(min=4)


def train(
    net: Net, examples: Examples, epochs: int, budget: int, seed: int, rate: float, keep: Callable[[], None]
) -> None:
    """Train in place, with a warm-up and a linear decay; prints how it goes, and calls ``keep`` after each epoch."""
    rng = random.Random(seed)
    own = [p for name, p in net.named_parameters() if name.startswith("layers") or name.startswith("norm")]
    heads = [
        p for name, p in net.named_parameters() if not name.startswith(("layers", "norm")) and p.requires_grad
    ]
    optimiser = torch.optim.AdamW(
        [{"params": own, "lr": rate}, {"params": heads, "lr": 1e-3}], weight_decay=0.01
    )
    steps = epochs * sum(1 for _ in examples.batches(budget, random.Random(0)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.02, 1 - step / steps)
    )
    began, step, lost = time.monotonic(), 0, 0.0
    for _ in range(epochs):
        net.train()
        for _, batch in examples.batches(budget, rng):
            with torch.autocast("cpu", torch.bfloat16):  # half the time where the processor knows it
                loss = loss_of(net, batch)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step, lost = step + 1, 0.98 * lost + 0.02 * float(loss.detach())
            if step % 100 == 0:
                print(
                    f"{step} of about {steps}, loss {lost / (1 - 0.98**step):.3f} {time.monotonic() - began:.0f} s",
                    flush=True,
                )
        keep()


def main() -> int:
    """Train, print figures of another part, and keep the net."""
    options = argparse.ArgumentParser(prog="python -m bench.reader.train", description=__doc__)
    options.add_argument("--lines", type=Path, required=True)
    options.add_argument("--dev", type=Path)
    options.add_argument("--e5", type=Path, required=True)
    options.add_argument("--out", type=Path)
    options.add_argument("--layers", type=int, default=3)
    options.add_argument("--epochs", type=int, default=3)
    options.add_argument("--budget", type=int, default=768)
    options.add_argument("--rate", type=float, default=2e-4)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--no-question", action="store_true")
    options.add_argument("--no-sounds", action="store_true")
    chosen = options.parse_args()
    torch.manual_seed(chosen.seed)
    torch.set_num_threads(chosen.threads)
    e5 = E5(chosen.e5)
    lines = [json.loads(line) for line in chosen.lines.read_text("utf-8").splitlines()]
    alphabet = Alphabet(e5, sorted({line["asked"] for line in lines} - {""}))
    if chosen.no_sounds:
        alphabet.sounds = [0] * len(alphabet.sounds)
    rows = torch.tensor(e5.words()[np.array(alphabet.rows)])
    net = Net(
        e5,
        rows,
        len(alphabet.syllables) + 1,
        len(alphabet.questions) + 1,
        len(TAGS),
        sum(map(len, WHOLES.values())),
        chosen.layers,
        LONGEST,
    )
    print(
        f"{len(alphabet.characters)} characters, {sum(p.numel() for p in net.parameters()) / 1e6:.1f} M weights",
        flush=True,
    )

    def keep() -> None:
        if chosen.out:
            torch.save(
                {"net": net.state_dict(), "alphabet": alphabet.as_json(), "layers": chosen.layers}, chosen.out
            )

    examples = Examples(lines, alphabet, chosen.no_question)
    train(net, examples, chosen.epochs, chosen.budget, chosen.seed, chosen.rate, keep)
    if chosen.dev:
        others = [json.loads(line) for line in chosen.dev.read_text("utf-8").splitlines()]
        told = predict(net, Examples(others, alphabet, chosen.no_question))
        print(json.dumps(figures(others, told)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
