#!/usr/bin/env bash
# Write the lock files from requirements/*.in; the serving set is chosen first and binds the others.
set -euo pipefail
cd "$(dirname "$0")/.."
lock() {
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --custom-compile-command "make lock" "${@:3}" "requirements/$1" -o "$2"
}
lock bootstrap.in requirements/bootstrap.txt
lock serve.in requirements/serve.txt
lock product.in requirements.txt --constraint requirements/serve.txt
lock test.in requirements/test.txt --constraint requirements.txt
