#!/usr/bin/env bash
# Start the product on SQLite with the demonstration household; a second start does only what is not done yet.
set -euo pipefail
cd "$(dirname "$0")/.."

export PORT=${PORT:-8000} ADVISOR_DEMO=${ADVISOR_DEMO:-1} ADVISOR_EMBEDDED_WORKER=${ADVISOR_EMBEDDED_WORKER:-1}

texts=advisor/web/translations/es/LC_MESSAGES/messages
if [ ! "$texts.mo" -nt "$texts.po" ]; then
  echo "Compiling the texts ..."
  .venv/bin/pybabel -q compile -d advisor/web/translations 2>/dev/null
fi
# The process that reads a stranger's file starts anew for each and writes no bytecode.
.venv/bin/python -m compileall -q advisor
.venv/bin/flask --app wsgi prepare
echo
echo "Ready: open http://localhost:$PORT in a browser. Ctrl-C stops it."
exec .venv/bin/gunicorn --config python:advisor.serving wsgi:app
