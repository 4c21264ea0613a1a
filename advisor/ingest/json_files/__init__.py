"""Our own JSON, as the API and a program's file carry it."""
