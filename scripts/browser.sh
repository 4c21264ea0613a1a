#!/usr/bin/env bash
# Make sure Debian's Chromium is there for the browser tests; install it where this user may.
set -euo pipefail
command -v chromium >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Debian's chromium for the browser tests ..."
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >/dev/null
else
  echo "The browser tests need Debian's package chromium: sudo apt-get install chromium fonts-noto-core" >&2
  exit 1
fi
