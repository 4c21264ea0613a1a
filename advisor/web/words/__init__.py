"""English sentences for every code the core can give; gettext turns them into the reader's language."""
