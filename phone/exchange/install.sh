#!/bin/bash
# Bring Asterisk, and SIPp, which rings it in tests: Debian's packages, unpacked into a folder, nothing of them installed. They are run from there.
#
#     phone/exchange/install.sh FOLDER
#
# Debian 12 and 13 have no Asterisk; unstable has. Does nothing when the folder holds both and they start.
set -euo pipefail

readonly folder=${1:?the folder to unpack into} suite=${EXCHANGE_SUITE:-sid}
readonly packages=asterisk,asterisk-modules,sip-tester

say() { printf '==> %s\n' "$*"; }
fail() { printf '\n!!! %s\n' "$@" >&2; exit 1; }

program() { "$folder"/usr/lib64/ld-linux-x86-64.so.2 --library-path "$folder/usr/lib/x86_64-linux-gnu" "$folder/usr/$1" "${@:2}"; }
both_start() { program sbin/asterisk -V >/dev/null 2>&1 && { program bin/sipp -v 2>/dev/null || true; } | grep -q SIPp; }
starts() { [ -e "$folder/complete" ] && both_start; }

starts && exit
mkdir -p "$(dirname "$folder")"
exec 9> "$folder.lock"
flock 9  # two makes at once
starts && exit

[ "$(id -u)" = 0 ] || fail "The telephone exchange has to be unpacked once by root: sudo $0 $folder
    Afterwards it needs no root to run."
command -v mmdebstrap >/dev/null || {
    say "Installing mmdebstrap, which fetches Debian's packages"
    { apt-get -qq update && apt-get -qq -o DPkg::Lock::Timeout=300 install --no-install-recommends mmdebstrap; } >/dev/null 2>&1 \
        || fail "mmdebstrap could not be installed. Run: apt-get update && apt-get install mmdebstrap    then make again."
}
say "Fetching the telephone exchange (Asterisk from Debian $suite, 280 MB)"
rm -rf "$folder"
# What apt here was told about release files past their date holds for this suite too.
mmdebstrap --quiet --mode=root --variant=extract --include=$packages \
    --aptopt='APT::Install-Recommends "false"' \
    --aptopt="Acquire::Check-Valid-Until \"$(apt-config dump --format '%v' Acquire::Check-Valid-Until | grep . || echo true)\"" \
    "$suite" "$folder" 2>&1 | { grep -v 'skipping mounting' || true; } \
    || fail "Debian's packages could not be fetched. Check the network and apt's sources (apt-get update), then run make again."
both_start || fail "Asterisk or SIPp was fetched and does not start."
rm -rf "$folder"/{dev,proc,sys} "$folder"/usr/share/{doc,man,locale}
touch "$folder/complete"
