"""`user create` follows its contract: the password comes on standard input, wrong input ends with 2."""

import json

import pytest
from sqlalchemy import select

from advisor.cli.user import user
from advisor.db import User, db


@pytest.fixture
def run(site):
    site.cli.add_command(user)
    runner = site.test_cli_runner()
    return lambda *arguments, given="mi perro come arroz\n": runner.invoke(
        args=["user", "create", *arguments], input=given
    )


def test_an_account_is_made_and_named_in_json(site, run, browser):
    result = run("Ana@Ejemplo.pe", "--role", "homeowner", "--password-stdin", "--json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert document["role"] == "homeowner"
    assert isinstance(document["user_id"], str)
    assert browser.sign_in("Ana@ejemplo.pe").status_code == 302
    assert str(browser.who()) == document["user_id"]


def test_a_consultant_belongs_to_a_consultancy(site, run):
    arguments = ("c@ejemplo.pe", "--role", "consultant", "--consultancy", "Luz Clara", "--password-stdin", "--json")
    assert run(*arguments).exit_code == 0
    with site.app_context():
        made = db.session.scalars(select(User)).one()
        assert (made.consultancy, [role.name for role in made.roles]) == ("Luz Clara", ["consultant"])


@pytest.mark.parametrize(
    ("arguments", "given", "sentences"),
    [
        (["no-address", "--role", "homeowner", "--password-stdin"], "mi perro come arroz\n", 1),
        (["a@ejemplo.pe", "--role", "homeowner", "--password-stdin"], "\n", 1),
        (["a@ejemplo.pe", "--role", "homeowner", "--password-stdin"], "corta\n", 1),
        (["no-address", "--role", "homeowner", "--password-stdin"], "corta\n", 2),
        (["a@ejemplo.pe", "--role", "homeowner", "--consultancy", "X", "--password-stdin"], "mi perro come arroz\n", 1),
    ],
)
def test_wrong_input_ends_with_2_and_a_sentence_for_each_problem(site, run, arguments, given, sentences):
    result = run(*arguments, "--json", given=given)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == sentences
    with site.app_context():
        assert db.session.scalars(select(User)).all() == []


def test_an_address_is_used_once(run):
    arguments = ("ana@ejemplo.pe", "--role", "homeowner", "--password-stdin")
    assert run(*arguments).exit_code == 0
    again = run(*arguments, "--json")
    assert (again.exit_code, again.stdout) == (2, "")


def test_a_consultant_may_join_a_consultancy_later(run):
    assert run("c@ejemplo.pe", "--role", "consultant", "--password-stdin", "--json").exit_code == 0


def test_without_a_database_one_sentence_says_what_to_run(site, run):
    with site.app_context():
        db.drop_all()
    result = run("ana@ejemplo.pe", "--role", "homeowner", "--password-stdin", "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "flask --app wsgi prepare" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("arguments", [["a@b.pe", "--role=king", "--password-stdin"], ["a@b.pe", "--role=homeowner"]])
def test_an_unknown_role_or_a_missing_password_flag_ends_with_2(run, arguments):
    assert run(*arguments).exit_code == 2
