#!/bin/bash
# Make an environment: Python 3.10 found or fetched, and the libraries of a lock, every one checked against its hash.
#
#     runtime/environment.sh [FOLDER [LOCK]]     by default .venv from requirements.lock
#
# Does nothing when the folder already holds what the lock says. PYTHON=/path/to/python3.10 chooses the interpreter.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly tool=.tool venv=${1:-.venv} lock=${2:-requirements.lock}
readonly stamp=$venv/requirements.lock

say() { printf '==> %s\n' "$*"; }
fail() { printf '\n!!! %s\n' "$@" >&2; exit 1; }

# A Python 3.10 that cannot load one of these was built without the headers it needs, and fails late and oddly.
fits() { "$1" -c 'import sys, bz2, ctypes, lzma, sqlite3, ssl, zlib; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null; }

find_uv() {
    if [ -x $tool/bin/uv ]; then echo $tool/bin/uv; else command -v uv; fi
}

# Many systems refuse `pip install` outside an environment, so the tool gets a small one of its own.
make_uv() {
    find_uv >/dev/null && return
    say "Getting uv, which makes the environment"
    local python
    for python in python3 python3.10 "$HOME"/.pyenv/versions/3.*/bin/python3 python; do
        command -v "$python" >/dev/null || continue
        rm -rf $tool
        "$python" -m venv $tool >/dev/null 2>&1 && break
    done
    [ -x $tool/bin/pip ] || fail "No Python here can make an environment. Install one that can (Debian and Ubuntu:
    apt install python3-venv), or uv itself, then run make again."
    awk '/^uv==/ {on = 1} on {print} on && !/\\$/ {exit}' requirements.lock > $tool/requirements
    PIP_DISABLE_PIP_VERSION_CHECK=1 $tool/bin/python -m pip install --quiet --require-hashes --requirement $tool/requirements \
        || fail "uv could not be fetched. Check the network and pip's settings (pip config list), or install uv yourself,
    then run make again."
}

find_python() {
    local python
    for python in ${PYTHON:-} python3.10 $(ls -d "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.10*/bin/python3.10 2>/dev/null | sort -rV) \
                  "$($(find_uv) python find 3.10 2>/dev/null)"; do
        fits "$python" && { "$python" -c 'import sys; print(sys.executable)'; return; }
    done
    return 1
}

fetch_python() {
    say "No Python 3.10 here: fetching one"
    "$(find_uv)" python install 3.10 \
        || fail "Python 3.10 is neither here nor could it be fetched. Install it (apt install python3.10 python3.10-venv, or
    pyenv install 3.10) or name one with PYTHON=/path/to/python3.10, then run make again."
}

# An environment copied from elsewhere, or whose Python has gone, does not start.
current() { cmp -s $lock $stamp && fits $venv/bin/python; }

# uv reads neither pip's settings nor, by itself, the system's certificates; behind a company's proxy or a mirror it needs
# both.
take_network_settings() {
    local index bundle
    index=${PIP_INDEX_URL:-$($tool/bin/python -m pip config get global.index-url 2>/dev/null || true)}
    [ -z "$index" ] || export UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$index}
    for bundle in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem; do
        [ -s $bundle ] || continue
        export UV_SYSTEM_CERTS=${UV_SYSTEM_CERTS:-true} UV_NATIVE_TLS=${UV_NATIVE_TLS:-true}
        break
    done
    export UV_HTTP_TIMEOUT=${UV_HTTP_TIMEOUT:-300}
}

current && exit
exec 9> .environment.lock
if command -v flock >/dev/null; then flock 9; fi  # two makes at once
current && exit

make_uv
take_network_settings
python=$(find_python) || { fetch_python; python=$(find_python); } || fail "Python 3.10 was fetched but does not start."
fits $venv/bin/python || {
    say "Making $venv with $python"
    "$(find_uv)" venv --quiet --clear --python "$python" $venv
}
say "Installing $(grep -c '==' $lock) libraries into $venv (about 1 GB; a minute or two the first time)"
# Three old libraries come as source: what builds them is held to the lock as well.
VIRTUAL_ENV=$venv "$(find_uv)" pip sync --require-hashes --build-constraints $lock $lock 2>&1 | sed -u '/^ [+-] /d' \
    || fail "Installing stopped. When the network failed, run make again: what was fetched is kept. When a hash differs, the
    registry serves something else than the lock was made from: do not go round it."
cp $lock $stamp
