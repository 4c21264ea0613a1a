#!/usr/bin/env bash
# Make or refresh .venv from a lock file: environment.sh serve|test. Does nothing when the lock has not changed.
set -euo pipefail
cd "$(dirname "$0")/.."

kind=${1:?say which environment: serve or test}
lock=requirements/$kind.txt
python=${PYTHON:-python3}

command -v "$python" >/dev/null || { echo "Python is missing: install Debian's packages python3 and python3-venv (sudo apt-get install python3 python3-venv)." >&2; exit 1; }
"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' ||
  { echo "Python 3.11 (or 3.12, 3.13) is needed, and $python is $("$python" -V): name another one with PYTHON=python3.11 make ..." >&2; exit 1; }
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
  { echo "Python cannot make environments here: install Debian's package python3-venv (sudo apt-get install python3-venv)." >&2; exit 1; }

stamp=.venv/.installed-$kind-$(sha256sum "$lock" | cut -c1-16)
[ -e "$stamp" ] && exit 0

[ -x .venv/bin/python ] || { echo "Making the environment in .venv ..."; "$python" -m venv .venv; }
echo "Installing the packages of $lock (the first time this takes from one to five minutes) ..."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
# Compiled once here, so that every later start is quick, also where the environment keeps Python from writing bytecode.
.venv/bin/uv pip install --python .venv/bin/python --compile-bytecode --require-hashes -r "$lock"
rm -f .venv/.installed-"$kind"-*
touch "$stamp"
