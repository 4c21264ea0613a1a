"""The form of the examples: one field of each kind, fresh, answered and refused."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, Form, RadioField, SelectField, SelectMultipleField, StringField, widgets


class TickList(SelectMultipleField):
    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


class ExampleForm(Form):
    """Every kind of answer once; `june`, `may`, `april` are bars of a bill."""

    kwh = StringField(_l("kWh of your last bill"))
    total = StringField(_l("Total of your bill"))
    read = DateField(_l("Last reading"))
    department = SelectField(_l("Department"), choices=[])
    people = RadioField(_l("How many people live there?"), choices=[])
    water = RadioField(_l("How do you heat the shower?"), choices=[])
    home = RadioField(_l("Your home is"), choices=[])
    uses = TickList(_l("What do you use?"), choices=[])
    keep = BooleanField(_l("Keep me signed in on this device"))
    june = StringField(_l("Jun 2026"))
    may = StringField(_l("May 2026"))
    april = StringField(_l("Apr 2026"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.department.choices = [("lima", "Lima"), ("cusco", "Cusco"), ("loreto", "Loreto")]
        self.people.choices = [(str(n), str(n)) for n in range(1, 9)]
        self.water.choices = [("shower", _("Electric shower")), ("none", _("I do not heat it"))]
        self.home.choices = [("house", _("a house")), ("flat", _("an apartment"))]
        self.uses.choices = [("fridge", _("Refrigerator")), ("iron", _("Iron")), ("tv", _("Television"))]

    def bars(self) -> tuple[StringField, ...]:
        """Return the bars of the bill, the latest first."""
        return self.june, self.may, self.april


def fresh(prefix: str) -> ExampleForm:
    """Return a form nobody has filled; `prefix` keeps its ids apart from those of the other examples."""
    return ExampleForm(prefix=prefix)


def answered(prefix: str) -> ExampleForm:
    """Return a form with answers."""
    told = {
        "kwh": "132", "total": "98.40", "department": "cusco", "people": "4", "water": "shower", "home": "flat",
        "keep": "y", "june": "132", "may": "141", "april": "128",
    }  # fmt: skip
    given = MultiDict({f"{prefix}-{name}": value for name, value in told.items()})
    given.setlist(f"{prefix}-uses", ["fridge", "tv"])
    return ExampleForm(given, prefix=prefix)


def refused(prefix: str) -> ExampleForm:
    """Return a form that came back, with what was written and what is wrong with it."""
    form = ExampleForm(MultiDict({f"{prefix}-kwh": "12a", f"{prefix}-june": "12a"}), prefix=prefix)
    form.kwh.errors = [_("“12a” is not a number. Write figures only, for example 132.")]
    form.water.errors = [_("Choose how you heat the shower, or that you do not.")]
    form.keep.errors = [_("Tick the box to go on.")]
    form.june.errors = [_("“12a” is not a number. Write figures only, for example 132.")]
    return form
