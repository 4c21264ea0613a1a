"""The full bill: its picture beside a form, filled from the PDF where that could be read."""
