.DEFAULT_GOAL := help
.PHONY: help run test lint messages lock train bench album album-accept clean

help:  ## show what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run:  ## set up and start the app on SQLite with a demonstration household (PORT=8000)
	@scripts/environment.sh serve
	@scripts/run.sh

test:  ## set up and run the linter and all tests
	@scripts/environment.sh test
	@scripts/browser.sh
	@scripts/services.sh
	@.venv/bin/pybabel -q compile -d advisor/web/translations
	@.venv/bin/python -m compileall -q advisor tests
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/python -m pytest -n auto --dist loadscope

lint:  ## run the linter only
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

messages:  ## extract the texts, update the catalogues and compile them
	@mkdir -p build
	.venv/bin/pybabel -q extract -F babel.cfg -k lazy_gettext -k _l -k N_ --no-location --sort-output --project asesor-de-energia -o build/messages.pot .
	.venv/bin/pybabel -q update -i build/messages.pot -d advisor/web/translations --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	.venv/bin/pybabel -q compile -d advisor/web/translations

album:  ## draw every state of every page, compare with the accepted pictures, write build/album/index.html (ONLY=bill.show)
	@scripts/environment.sh test
	@scripts/browser.sh
	@.venv/bin/pybabel -q compile -d advisor/web/translations
	.venv/bin/python -m scripts.album --only "$(ONLY)"

album-accept:  ## keep the pictures drawn last by `make album` as what the pages look like (ONLY=bill.show)
	.venv/bin/python -m scripts.album --accept --only "$(ONLY)"

train:  ## train the forecaster on a folder of meter data (DATA=...)
	@scripts/environment.sh test
	.venv/bin/flask --app wsgi train --data "$(DATA)"

lock:  ## choose the newest allowed versions again and write the lock files
	@scripts/lock.sh

clean:  ## remove the environment and what was built; the database stays
	rm -rf .venv build .pytest_cache .ruff_cache
