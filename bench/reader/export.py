"""Write a trained net as the product reads it: ``python -m bench.reader.export --net reader.pt --e5 e5-small-q4.bin --to mandarin/reader``.

Sounds are a function of the characters, so both tables become one. Weights of matrices and of the table are stored in eight bits.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from bench.reader.e5 import E5
from bench.reader.kinds import ANSWERS, CASES, WHOLES
from bench.reader.net import Net
from bench.reader.train import LONGEST, TAGS

SERVED = len(ANSWERS) + len(CASES)
"""Wholes that the product reads; who was hurt is learnt beside them, and told better by the rules."""


class Served(nn.Module):
    """The net for one utterance: characters and question in, scores of tags and of wholes out."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: torch.Tensor, asked: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return scores of tags (length - 1, tags), of answers and of case types (both in one)."""
        tags, wholes = self.net(ids, torch.zeros_like(ids), asked, torch.ones_like(ids, dtype=torch.float32))
        return tags[0], wholes[0, :SERVED]


def restored(path: Path, e5: E5) -> tuple[Net, dict[str, object]]:
    """Return a net as it was trained, its sounds joined to its characters, and its alphabet."""
    kept = torch.load(path)
    weights, alphabet = kept["net"], kept["alphabet"]
    rows = weights["characters.weight"]
    net = Net(
        e5, rows, weights["sounds.weight"].shape[0], weights["questions.weight"].shape[0],
        len(TAGS), sum(map(len, WHOLES.values())), kept["layers"], LONGEST,
    )  # fmt: skip
    net.load_state_dict(weights)
    net.characters.weight.data += net.sounds.weight.data[torch.tensor(alphabet["sounds"])]
    net.sounds.weight.data.zero_()
    return net.eval(), alphabet


def main() -> int:
    """Write ``reader.onnx`` and ``alphabet.json``."""
    options = argparse.ArgumentParser(prog="python -m bench.reader.export", description=__doc__)
    options.add_argument("--net", type=Path, required=True)
    options.add_argument("--e5", type=Path, required=True)
    options.add_argument("--to", type=Path, required=True)
    options.add_argument("--full", action="store_true", help="in 32 bits, to compare")
    chosen = options.parse_args()
    net, alphabet = restored(chosen.net, E5(chosen.e5))
    chosen.to.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            Served(net),
            (torch.ones(1, 12, dtype=torch.long), torch.zeros(1, dtype=torch.long)),
            str(full),
            input_names=["ids", "asked"],
            output_names=["tags", "wholes"],
            dynamic_axes={"ids": {1: "length"}, "tags": {0: "characters"}},
            opset_version=17,
            dynamo=False,
        )
        if chosen.full:
            (chosen.to / "reader.onnx").write_bytes(full.read_bytes())
        else:
            quantize_dynamic(
                str(full), str(chosen.to / "reader.onnx"),
                op_types_to_quantize=["MatMul", "Gather"], weight_type=QuantType.QInt8, per_channel=True,
            )  # fmt: skip
    kept = {name: value for name, value in alphabet.items() if name != "sounds"}
    kept["wholes"] = {"answer": ANSWERS, "case": CASES}
    (chosen.to / "alphabet.json").write_text(json.dumps(kept, ensure_ascii=False) + "\n", "utf-8")
    print(f"{(chosen.to / 'reader.onnx').stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
