#!/bin/bash
# Bring Debian's HAProxy and Redis: unpacked into a folder and run from there, nothing installed, no root needed.
#
#     runtime/several/install.sh FOLDER
#
# Does nothing when both start already, from the system or from the folder.
set -euo pipefail

readonly folder=${1:?the folder to unpack into}
here=$(dirname "$0")

say() { printf '==> %s\n' "$*"; }
fail() { printf '\n!!! %s\n' "$@" >&2; exit 1; }

starts() { "$here/run.sh" "$folder" haproxy -v >/dev/null 2>&1 && "$here/run.sh" "$folder" redis-server --version >/dev/null 2>&1; }

starts && exit
command -v apt-get >/dev/null || fail "Several servers need HAProxy (2.4 or later) and Redis (6.2 or later): install them, then make again."
mkdir -p "$(dirname "$folder")"
exec 9> "$folder.lock"
flock 9  # two makes at once
starts && exit

say "Fetching HAProxy and Redis (Debian's packages, 4 MB)"
missing() { apt-get -s -qq --no-install-recommends install haproxy redis-server 2>/dev/null | awk '/^Inst/ {print $2}'; }
[ -n "$(missing)" ] || { [ "$(id -u)" = 0 ] && apt-get -qq update >/dev/null 2>&1; } || true
rm -rf "$folder"
mkdir -p "$folder/packages"
fetch() { (cd "$folder/packages" && apt-get -qq -o APT::Sandbox::User=root download $(missing) >/dev/null 2>&1); }
[ -n "$(missing)" ] && { fetch || { [ "$(id -u)" = 0 ] && apt-get -qq update >/dev/null 2>&1 && fetch; }; } \
    || fail "Debian's packages could not be fetched. Run: sudo apt-get update    (or: sudo apt-get install haproxy redis-server), then make again."
for package in "$folder"/packages/*.deb; do dpkg-deb -x "$package" "$folder"; done
rm -rf "$folder/packages" "$folder"/usr/share/{doc,man}
starts || fail "HAProxy or Redis was fetched and does not start: sudo apt-get install haproxy redis-server, then make again."
