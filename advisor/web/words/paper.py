"""Sentences for what is noticed in a bill that came as a PDF or a photograph."""

from __future__ import annotations

from advisor.web.words.marks import N_, Sentence

PAPER: dict[str, Sentence] = {
    "pdf_encrypted": N_(
        "This PDF asks for a password. Open it, print it to a PDF without a password and upload that one."
    ),
    "pdf_broken": N_("This PDF is damaged. Download it again from your electricity company and upload that one."),
    "pdf_too_many_pages": N_(
        "This PDF has %(pages)s pages, and we read at most %(limit)s. Upload the pages of one bill only."
    ),
    "pdf_page_too_large": N_("A page of this PDF is larger than any bill. Check that it is your electricity bill."),
    "pdf_too_much_text": N_("A page of this PDF has too much text for a bill. Check that it is your electricity bill."),
    "pdf_not_a_bill": N_("We found nothing of an electricity bill in this PDF. Check that you chose the right file."),
    "photo_heic": N_(
        "We do not read HEIC photographs. Send it to yourself as JPEG, or take a screenshot of it, and upload that one."
    ),
    "photo_broken": N_("This photograph is damaged. Take it again, or save it as JPEG, and upload that one."),
    "photo_too_large": N_(
        "This photograph has too many pixels. Take it again with a smaller size and upload that one."
    ),
    "bill_has_no_text": N_("This bill is a picture, and we do not read pictures. Type its figures beside it."),
    "bill_layout_unknown": N_("We do not know how this company prints its bills. Check each figure with care."),
    "bill_figure_two_ways": N_(
        "Your bill prints “%(text)s”, which may be with decimals or in thousands. Write that figure yourself."
    ),
    "bill_readings_disagree": N_(
        "The two readings are %(difference_kwh)s apart, but the bill says %(kwh)s. Check both readings and the kWh."
    ),
    "bill_energy_disagrees": N_(
        "The kWh at the price of each give %(expected_soles)s, but the energy line says %(printed_soles)s. "
        "Check the three figures."
    ),
    "bill_lines_disagree": N_(
        "The lines add up to %(lines_soles)s, but the subtotal is %(subtotal_soles)s. Check the amounts: "
        "perhaps one line is missing."
    ),
    "bill_igv_disagrees": N_(
        "IGV, the sales tax, would be %(expected_soles)s on this subtotal, but the bill says %(igv_soles)s. "
        "Check both amounts."
    ),
    "bill_period_unusual": N_(
        "This bill covers %(days)s days, and most cover about thirty. Check the dates of both readings."
    ),
}
