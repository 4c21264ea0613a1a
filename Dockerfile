# The serving image: web process by default, worker with `flask --app wsgi worker`. TensorFlow is not in it.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
WORKDIR /app
COPY requirements/bootstrap.txt requirements/serve.txt requirements/
RUN python -m venv .venv \
 && .venv/bin/python -m pip install --quiet --no-cache-dir --require-hashes -r requirements/bootstrap.txt \
 && .venv/bin/uv pip install --no-cache --python .venv/bin/python --require-hashes -r requirements/serve.txt
COPY advisor advisor
RUN .venv/bin/pybabel -q compile -d advisor/web/translations \
 && .venv/bin/python -m compileall -q advisor

FROM python:3.11-slim-bookworm
# fonts-liberation: the words of the pictures that go into e-mails.
RUN apt-get update && apt-get install -y --no-install-recommends fonts-liberation && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin advisor \
 && mkdir -p /data && chown advisor /data
WORKDIR /app
COPY --from=build /app /app
COPY wsgi.py ./
COPY migrations migrations
COPY models models
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    ADVISOR_ENV=production ADVISOR_INSTANCE_DIR=/data ADVISOR_BIND=0.0.0.0 PORT=8000
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
CMD ["sh", "-c", "flask --app wsgi prepare && exec gunicorn --config python:advisor.serving wsgi:app"]
