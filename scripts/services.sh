#!/usr/bin/env bash
# Make sure Debian's Mosquitto is there for the tests of connected meters; without it they are skipped with the reason.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
WITHOUT="the tests of connected meters will be skipped."

command -v mosquitto >/dev/null && exit 0
if ! command -v apt-get >/dev/null; then
  echo "Mosquitto is missing and this is no Debian: install it with your system's packages; until then $WITHOUT" >&2
  exit 0
fi
if [ "$(id -u)" != 0 ]; then
  echo "Debian's package mosquitto is missing: install it with 'sudo apt-get install mosquitto'; until then $WITHOUT" >&2
  exit 0
fi

echo "Installing Debian's mosquitto for the tests of connected meters ..."
# The tests start brokers of their own; the package must not start one. What the machine has decided stays.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  (umask 022 && printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy")
fi
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
install() { apt-get install -y -qq --no-install-recommends mosquitto >"$log" 2>&1; }
# A fresh machine has no lists of packages; one that has them needs no update.
if install || { apt-get update -qq >"$log" 2>&1 && install; }; then
  rm -f "$log"
  exit 0
fi
{
  echo "Debian's mosquitto could not be installed: $WITHOUT apt-get said:"
  tail -n 5 "$log" | sed 's/^/  /'
} >&2
rm -f "$log"
