"""The homes of the world: each stands for one state of the pages that show a result."""

from __future__ import annotations

from datetime import date, datetime

from advisor.db import Assessment, db
from advisor.services import jobs
from advisor.services.assessments import request_assessment
from advisor.services.demo import load_demo
from tests.browser.world import MOMENT
from tests.browser.world.building import DESK, Builder
from tests.browser.world.files import ten_days, year_of_half_hours

# The latest month first; None is a bar the bill does not print.
AROUND_140 = [131, 126, 122, 119, None, 138, 147, 152, 149, 143, 133, 128]
ABOVE_140 = [236, 228, 221, 214, 219, 231, 262, 288, 296, 281, 249, 238]
LOW = [52, 49, 47, 48, 50, 53, 57, 61, 60, 58, 54, 51]
FAMILY = {
    "people": 4,
    "dwelling": "house",
    "owned": True,
    "water_heating": "electric_storage",
    "cooking": "lpg",
    "appliances": [
        {"kind": "refrigerator", "count": 1, "age_years": 12},
        {"kind": "television", "count": 2},
        {"kind": "washing_machine", "count": 1},
        {"kind": "iron", "count": 1},
        {"kind": "lamp_cfl", "count": 6},
    ],
}
FRUGAL = {"people": 2, "water_heating": "none", "appliances": [{"kind": "lamp_led", "count": 4}]}
LOCAL_MIDNIGHT = datetime(2026, 8, 24)


def add_homes(world: Builder) -> None:
    """Make every person with a home, and the home's data and result."""
    _rosa(world)
    _demonstration(world)
    world.person("nueva")
    _carmen(world)
    _pedro(world)
    _elena(world)
    for staff in ("consultant", "administrator"):
        world.person(staff)


def _rosa(world: Builder) -> None:
    """Rosa has a year of her meter in Surco and her mother's paper bills in Comas; she is signed in twice."""
    world.person("rosa")
    told = {"name": "Casa de Surco", "facts": FAMILY, "supply_point_name": "4821"}
    world.home("interval", "rosa", **told)
    job = world.receive("imported", "rosa", year_of_half_hours(LOCAL_MIDNIGHT), "medidor_2026.csv", home="interval")
    world.check("imported", job)
    world.store("imported", world.confirm("imported", "rosa"))
    world.work_off("interval")
    world.home("bars", "rosa", name="Casa de mi mamá", distributor="pluz", facts=FAMILY)
    world.bars("bars", "rosa", AROUND_140)
    world.assess("bars")
    world.cookies["rosa_desk"] = world.sign_in("rosa@ejemplo.pe", agent=DESK)


def _demonstration(world: Builder) -> None:
    """The demonstration, as the product loads it; its person signs in by the button."""
    loaded = load_demo(
        db.session,
        now=MOMENT,
        name="Hogar de ejemplo",
        uploads_dir=world.settings.uploads_dir,
        models_dir=world.settings.models_dir,
    )
    world.names["demo"] = loaded.supply_point_id
    world.work_off("demo")
    _answer, world.cookies["demo"] = world.send("/hogar-de-demostracion/entrar", {}, source="/")


def _carmen(world: Builder) -> None:
    """Carmen uses little and has nothing to change; her niece's home passes 140 kWh every month."""
    world.person("carmen")
    world.home("low", "carmen", name="Cuarto de Carmen", facts=FRUGAL)
    world.bars("low", "carmen", LOW)
    world.assess("low")
    world.home("above", "carmen", name="Casa de la sobrina", facts=FAMILY)
    world.bars("above", "carmen", ABOVE_140)
    world.assess("above")


def _pedro(world: Builder) -> None:
    """Pedro's homes have no answer yet, each for another reason."""
    world.person("pedro")
    world.home("empty", "pedro", name="Casa nueva")
    world.home("two_bars", "pedro", name="Cuarto alquilado")
    world.bars("two_bars", "pedro", AROUND_140[:2])
    world.assess("two_bars")
    world.home("ten_days", "pedro", name="Departamento")
    job = world.receive("ten_days_file", "pedro", ten_days(date(2026, 8, 20)), "diez_dias.csv", home="ten_days")
    world.check("ten_days_file", job)
    world.store("ten_days_file", world.confirm("ten_days_file", "pedro"))
    world.work_off("ten_days")
    world.home("working", "pedro", name="Bodega")
    world.bars("working", "pedro", AROUND_140)
    queued = request_assessment(
        db.session, actor=world.actors["pedro"], now=MOMENT, supply_point_id=world.names["working"]
    )
    jobs.claim(db.session, now=MOMENT, job_id=queued)


def _elena(world: Builder) -> None:
    """Elena's homes have an answer with a remark: old, being renewed, without prices, short, or broken on our side."""
    world.person("elena")
    world.home("stale", "elena", name="Casa de playa", facts=FAMILY)
    world.bars("stale", "elena", AROUND_140, until=date(2026, 5, 20))
    world.assess("stale")
    world.home("renewing", "elena", name="Casa de Breña", facts=FAMILY)
    world.bars("renewing", "elena", AROUND_140)
    world.assess("renewing")
    request_assessment(db.session, actor=world.actors["elena"], now=MOMENT, supply_point_id=world.names["renewing"])
    world.home("no_price", "elena", name="Casa de Arequipa", department="Arequipa", distributor="seal", facts=FAMILY)
    world.bars("no_price", "elena", AROUND_140)
    world.assess("no_price")
    printed = {"unit_price": "0.6890", "fixed": "3.10", "public_lighting": "6.40"}
    told = {"name": "Casa de Yanahuara", "department": "Arequipa", "distributor": "seal", "last_bill": printed}
    world.home("own_price", "elena", facts=FAMILY, **told)
    world.bars("own_price", "elena", AROUND_140)
    world.assess("own_price")
    world.home("few", "elena", name="Tienda", facts=FAMILY)
    world.bars("few", "elena", AROUND_140[:4])
    world.assess("few")
    world.home("broken", "elena", name="Casa de Barranco")
    # A result this code cannot read, as a fault of ours would leave it.
    wrong = {"supply_point_id": world.names["broken"], "as_of": MOMENT.date(), "versions": {}}
    db.session.add(Assessment(made_at=MOMENT, status="assessed", document={"status": "assessed"}, **wrong))
    db.session.commit()
