"""The net: the first layers of e5-small over characters, their sounds and the open question, with one head for spans and one for wholes."""

from __future__ import annotations

import torch
import torch.nn.functional as functional
from torch import nn

from bench.reader.e5 import E5


class Layer(nn.Module):
    """One layer of BERT."""

    def __init__(self, width: int, inner: int, heads: int, epsilon: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.first_norm, self.second_norm = nn.LayerNorm(width, epsilon), nn.LayerNorm(width, epsilon)
        self.inner, self.outer = nn.Linear(width, inner), nn.Linear(inner, width)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the vectors after attention and feed-forward; ``mask`` is added to the scores."""
        batch, length, width = x.shape

        def split(y: torch.Tensor) -> torch.Tensor:
            return y.view(batch, length, self.heads, width // self.heads).transpose(1, 2)

        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        scores = query @ key.transpose(2, 3) / (width // self.heads) ** 0.5 + mask
        heard = (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, length, width)
        x = self.first_norm(x + self.drop(self.out(heard)))
        return self.second_norm(x + self.drop(self.outer(functional.gelu(self.inner(x)))))

    def take(self, e5: E5, number: int) -> None:
        """Take the weights of one of e5's layers."""
        for name, linear in (
            ("q", self.query), ("k", self.key), ("v", self.value), ("ao", self.out), ("fi", self.inner), ("fo", self.outer)
        ):  # fmt: skip
            linear.weight.data = torch.tensor(e5.tensor(f"l{number}.{name}.w", *linear.weight.shape))
            linear.bias.data = torch.tensor(e5.tensor(f"l{number}.{name}.b"))
        for name, norm in (("aln", self.first_norm), ("oln", self.second_norm)):
            norm.weight.data = torch.tensor(e5.tensor(f"l{number}.{name}.w"))
            norm.bias.data = torch.tensor(e5.tensor(f"l{number}.{name}.b"))


class Net(nn.Module):
    """Characters (ids of ``Alphabet``), their sounds and the question in; scores of tags and answers out."""

    def __init__(
        self,
        e5: E5,
        rows: torch.Tensor,
        sounds: int,
        questions: int,
        tags: int,
        wholes: int,
        layers: int,
        longest: int,
    ) -> None:
        super().__init__()
        width = e5.width
        self.characters = nn.Embedding.from_pretrained(rows, freeze=True)
        self.positions = nn.Parameter(torch.tensor(e5.places()[: longest + 1]), requires_grad=False)
        self.sounds, self.questions = nn.Embedding(sounds, width), nn.Embedding(questions, width)
        nn.init.zeros_(self.sounds.weight)
        nn.init.normal_(self.questions.weight, 0, 0.02)
        self.norm = nn.LayerNorm(width, e5.epsilon)
        self.norm.weight.data, self.norm.bias.data = (
            torch.tensor(e5.tensor("emb.ln.w")),
            torch.tensor(e5.tensor("emb.ln.b")),
        )
        self.layers = nn.ModuleList(Layer(width, e5.inner, e5.heads, e5.epsilon) for _ in range(layers))
        for number, layer in enumerate(self.layers):
            layer.take(e5, number)
        self.drop = nn.Dropout(0.1)
        self.near = nn.Conv1d(2 * width, 192, 3, padding=1)
        self.tags, self.wholes = nn.Linear(192, tags), nn.Linear(2 * width, wholes)

    def forward(
        self, ids: torch.Tensor, sounds: torch.Tensor, asked: torch.Tensor, mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return scores of tags (batch, length, tags) and of what an utterance is as a whole (batch, wholes).

        Args:
            ids: Characters, (batch, length + 1); the first stands for the question.
            sounds: Their sounds, the same shape.
            asked: The question, (batch,).
            mask: 1 where there is a character, 0 behind the end, (batch, length + 1).
        """
        x = self.characters(ids) + self.sounds(sounds)
        x = torch.cat([x[:, :1] + self.questions(asked)[:, None], x[:, 1:]], 1)
        bare = self.norm(x + self.positions[: ids.shape[1]])
        hidden, away = bare, (1 - mask)[:, None, None, :] * -1e4
        for layer in self.layers:
            hidden = layer(hidden, away)
        spelled = torch.cat([hidden, bare], 2)[:, 1:] * mask[:, 1:, None]
        near = functional.gelu(self.near(self.drop(spelled).transpose(1, 2))).transpose(1, 2)
        mean = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        return self.tags(self.drop(near)), self.wholes(self.drop(torch.cat([hidden[:, 0], mean], 1)))
