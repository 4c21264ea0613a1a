"""The guest's form: shape and plausibility of what was typed; every refused value is shown again with its reason."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Form, RadioField, SelectField, SelectMultipleField, StringField, widgets
from wtforms.validators import ValidationError

from advisor.web.filters import day_year, month, month_year_short
from advisor.web.guest import choices
from advisor.web.guest.amounts import AmountField, settle_bars
from advisor.web.guest.months import BARS, billing_periods
from advisor.web.guest.places import Places

LEAST_BARS = 3
OLDEST_READING_DAYS = 365
MOST_KWH = 20_000  # the limit of the assessment's own reader


class TickList(SelectMultipleField):
    """Several answers as tick boxes."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def pre_validate(self, form):
        """Ignore unknown keys: the list may have changed since the page was loaded."""
        known = {key for key, _label in self.choices}
        self.data = [key for key in self.data or () if key in known]


class Choice(RadioField):
    """One answer of several, or none."""

    def __init__(self, label, **kwargs):
        super().__init__(label, validate_choice=False, choices=[], **kwargs)

    def post_validate(self, form, validation_stopped):
        if self.data not in {key for key, _label in self.choices}:
            self.data = None


class ReadingDateField(DateField):
    """A day, with a sentence of our own when it cannot be read."""

    def process_formdata(self, valuelist):
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            given = valuelist[0].strip()[:40]
            raise ValueError(
                _(
                    "Last reading: “%(given)s” is not a date. Write it as day, month and year, for example 04/08/2026.",
                    given=given,
                )
            ) from None


class GuestForm(Form):
    """What a guest tells us. Call `arrange` before showing or validating it."""

    department = SelectField(_l("Department"), validate_choice=False, default=choices.FIRST_DEPARTMENT)
    distributor = StringField(_l("Electricity company"))
    people = Choice(_l("How many people live there?"))
    water_heating = Choice(_l("How do you heat the water for the shower?"))
    appliances = TickList(_l("What do you have at home?"), choices=[])
    last_reading = ReadingDateField(_l("Date of the last reading"), format=["%Y-%m-%d", "%d/%m/%Y"])
    total = AmountField(_l("Total of your last bill"), largest=100_000, example="98.50")
    unit_price = AmountField(_l("Price of each kWh"), largest=20, example="0.6130", above_zero=True)
    fixed = AmountField(_l("Fixed charge"), largest=1_000, example="2.26")
    public_lighting = AmountField(_l("Street lighting"), largest=10_000, example="9.70")
    igv = Choice(_l("Does your bill charge IGV?"))
    estimated = TickList(_l("Tick those months"), choices=[])

    def arrange(self, *, places: Places, today: date) -> None:
        """Fill in the choices, the months of the bars and the day the dates are judged by."""
        self.places, self.today = places, today
        self.department.choices = [(place.name, place.name) for place in places.departments]
        self.people.choices = choices.people()
        self.water_heating.choices = choices.water_heating()
        self.appliances.choices = choices.appliances()
        self.igv.choices = choices.igv()
        for (key, label), field in zip(choices.lamps(), self.lamp_fields(), strict=True):
            field.label.text = field.place = label
            field.kind = key
        for field in (self.total, self.unit_price, self.fixed, self.public_lighting):
            field.place = field.label.text
        for (_start, end), field in zip(self.periods(), self.bars(), strict=True):
            field.label.text, field.place = month_year_short(end), _sentence_start(month(end))
        self.estimated.choices = [(str(number), bar.label.text) for number, bar in enumerate(self.bars(), start=1)]

    def bars(self) -> list[AmountField]:
        """Return the twelve bars, the latest first."""
        return [self[f"bar_{number}"] for number in range(1, BARS + 1)]

    def estimated_bars(self) -> tuple[bool, ...]:
        """Say of each bar whether the company estimated it instead of reading the meter."""
        ticked = set(self.estimated.data or ())
        return tuple(str(number) in ticked for number in range(1, BARS + 1))

    def lamp_fields(self) -> list[AmountField]:
        return [self[name] for name in ("lamps_led", "lamps_cfl", "lamps_old")]

    def periods(self) -> tuple[tuple[date, date], ...]:
        """Return the billing periods of the bars, counted from the last reading (from today while it is not known)."""
        known = self.last_reading.data if self._plausible_reading() else None
        return billing_periods(known or self.today)

    def needs_own_price(self) -> bool:
        """Say whether the chosen company's prices are unknown, so that the bill's own price must be typed."""
        return self.places.needs_own_price(self.distributor_key())

    def distributor_key(self) -> str | None:
        """Return the chosen company, or the only one of the department when none was chosen."""
        if self.distributor.data:
            return self.distributor.data
        only = self.places.only_one(self.department.data)
        return only.key if only else None

    def charges_igv(self) -> bool | None:
        """Say whether the home pays IGV: as answered, else False in a department exempt as a whole, else not known."""
        if self.igv.data:
            return self.igv.data == "yes"
        place = self.places.department(self.department.data)
        return False if place and place.igv_exempt else None

    def error_list(self) -> list[tuple[str, str]]:
        """Return (field id, sentence) in the order of the page."""
        return [(field.id, str(field.errors[0])) for field in self._in_page_order() if field.errors]

    def validate(self, *args, **kwargs) -> bool:
        """Judge the answers; months that can be read two ways are first settled by the others."""
        settle_bars(self.bars())
        return super().validate(*args, **kwargs)

    def validate_department(self, field):
        if self.places.department(field.data) is None:
            raise ValidationError(_("Department: choose yours from the list."))

    def validate_distributor(self, field):
        key = self.distributor_key()
        if key is None:
            raise ValidationError(_("Electricity company: choose the one whose name is at the top of your bill."))
        if key != choices.OTHER_DISTRIBUTOR and self.places.distributor(key) is None:
            raise ValidationError(
                _(
                    "Electricity company: we do not know “%(given)s”. Choose one from the list, or “Another company”.",
                    given=str(key)[:40],
                )
            )

    def validate_last_reading(self, field):
        if field.process_errors:
            return
        if field.data is None:
            raise ValidationError(_("Last reading: write the date. Your bill calls it “lectura actual”."))
        if field.data > self.today:
            raise ValidationError(
                _(
                    "Last reading: %(date)s has not come yet. Write the date of the last bill you received.",
                    date=day_year(field.data),
                )
            )
        if not self._plausible_reading():
            raise ValidationError(
                _(
                    "Last reading: %(date)s is more than a year ago. Use a newer bill to know the next one.",
                    date=day_year(field.data),
                )
            )

    def validate_bar_1(self, field):
        """Ask for enough bars, once, at the first one."""
        given = sum(1 for bar in self.bars() if bar.typed.strip())
        if given < LEAST_BARS:
            raise ValidationError(
                _(
                    "The twelve bars: write at least %(least)s months, the latest first. You can leave out those "
                    "you do not have.",
                    least=LEAST_BARS,
                )
            )

    def validate_unit_price(self, field):
        if self.needs_own_price() and field.data is None and not field.errors:
            raise ValidationError(
                _(
                    "Price of each kWh: we do not know the prices of your company, so we need the one your bill "
                    "prints. Look for “precio unitario” or “S/ / kWh”."
                )
            )

    def _plausible_reading(self) -> bool:
        given = self.last_reading.data
        return given is not None and self.today - timedelta(days=OLDEST_READING_DAYS) <= given <= self.today

    def _in_page_order(self):
        first = [
            self.department,
            self.distributor,
            self.people,
            self.water_heating,
            self.appliances,
            *self.lamp_fields(),
        ]
        return [*first, self.last_reading, *self.bars(), self.unit_price, self.fixed, self.public_lighting, self.total]


def _sentence_start(words: str) -> str:
    return words[:1].upper() + words[1:]


for _number in range(1, BARS + 1):
    setattr(GuestForm, f"bar_{_number}", AmountField("", largest=MOST_KWH, example="132"))
for _name in ("lamps_led", "lamps_cfl", "lamps_old"):
    setattr(GuestForm, _name, AmountField("", largest=200, example="6"))
