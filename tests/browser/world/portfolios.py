"""The portfolios of the world: Ana's consultancy has clients and a file at every stage; Benito's has nothing yet."""

from __future__ import annotations

import io

from advisor.db import db
from advisor.services import jobs, portfolios
from advisor.services.portfolio_checking import check_portfolio
from advisor.services.portfolio_importing import import_portfolio
from tests.browser.world import MOMENT
from tests.browser.world.building import Builder

MONTHS = "set-25;oct-25;nov-25;dic-25;ene-26;feb-26;mar-26;abr-26;may-26;jun-26;jul-26;ago-26"
HEAD = f"Código;Cliente;Departamento;Empresa;Suministro;{MONTHS}\n"
PEOPLE = ("Rosa Quispe", "Juan Mamani", "Elena Flores", "Pedro Rojas", "María Chávez", "Luis Ñahui")
CLIENTS = 26
FILENAMES = {
    "stored_file": "cartera_2026.csv",
    "file_to_check": "cartera_setiembre.csv",
    "file_of_bad_rows": "sin_consumos.csv",
    "refused_file": "lista.csv",
    "failed_file": "cartera_norte.csv",
    "file_being_stored": "cartera_sur.csv",
    "file_being_read": "cartera_centro.csv",
}


def add_portfolios(world: Builder) -> None:
    """Give a file for each stage and leave it where its name says."""
    world.person("benito", consultancy="Consultora nueva")
    world.person("ana", consultancy="Luz Clara")
    _store(world, "stored_file", _sheet("C", CLIENTS))
    _check(world, _give(world, "file_to_check", _sheet("D", 3) + _bad_rows()))
    _check(world, _give(world, "file_of_bad_rows", HEAD + "E-1;Casa sin datos;Lima;lds;1234567" + ";" * 12 + "\n"))
    _check(world, _give(world, "refused_file", "hola\nque tal\n"))
    _break(_give(world, "failed_file", _sheet("F", 2)))
    number = _check(world, _give(world, "file_being_stored", _sheet("G", 4)))
    job = portfolios.confirm(db.session, actor=world.actors["ana"], now=MOMENT, portfolio_file_id=number)
    claimed = jobs.claim(db.session, now=MOMENT, job_id=job)
    jobs.beat(db.session, now=MOMENT, job=claimed, progress=45)
    _give(world, "file_being_read", _sheet("H", 2))


def _sheet(letter: str, count: int) -> str:
    rows = []
    for number in range(1, count + 1):
        kwh = ";".join(str(90 + 7 * number % 120 + month) for month in range(12))
        person = PEOPLE[number % len(PEOPLE)]
        rows.append(f"{letter}-{number:02d};{person} {number};LIMA ;Luz del Sur S.A.A.;{1234500 + number};{kwh}\n")
    return HEAD + "".join(rows)


def _bad_rows() -> str:
    months = ["120"] * 12
    bad = [("12a", 2), ("-40", 5)]
    rows = []
    for number, (cell, place) in enumerate(bad, start=8):
        told = [*months]
        told[place] = cell
        rows.append(f"D-{number:02d};Casa {number};Lima;Enel;1234567;{';'.join(told)}\n")
    doubtful = ";".join(["100"] * 11 + ["1400"])
    return "".join(rows) + f"D-01;Otra casa;Lima;Enel;;{doubtful}\nD-20;Chalet;Arequpa;SEAL;12;{doubtful}\n"


def _give(world: Builder, key: str, text: str) -> tuple[int, int]:
    """Give a file for Ana's consultancy; return its number and the job of its check."""
    given = portfolios.receive(
        db.session,
        actor=world.actors["ana"],
        now=MOMENT,
        filename=FILENAMES[key],
        stream=io.BytesIO(text.encode()),
        uploads_dir=world.settings.uploads_dir,
        max_bytes=1_000_000,
    )
    world.names[key] = given.portfolio_file_id
    return given.portfolio_file_id, given.job_id


def _check(world: Builder, given: tuple[int, int]) -> int:
    number, job = given
    claimed = jobs.claim(db.session, now=MOMENT, job_id=job)
    check_portfolio(db.session, now=MOMENT, portfolio_file_id=number, uploads_dir=world.settings.uploads_dir)
    jobs.finish(db.session, now=MOMENT, job=claimed)
    return number


def _store(world: Builder, key: str, text: str) -> None:
    number = _check(world, _give(world, key, text))
    job = portfolios.confirm(db.session, actor=world.actors["ana"], now=MOMENT, portfolio_file_id=number)
    claimed = jobs.claim(db.session, now=MOMENT, job_id=job)
    import_portfolio(db.session, now=MOMENT, portfolio_file_id=number, uploads_dir=world.settings.uploads_dir)
    jobs.finish(db.session, now=MOMENT, job=claimed)


def _break(given: tuple[int, int]) -> None:
    claimed = jobs.claim(db.session, now=MOMENT, job_id=given[1])
    jobs.give_up(db.session, now=MOMENT, job=claimed, code="job_failed", detail="a fault", final=True)
