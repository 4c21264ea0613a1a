"""The homes of a person: list, form, bars of the bill."""
