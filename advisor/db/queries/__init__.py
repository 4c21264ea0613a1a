"""Reads: what pages, jobs and commands may ask of the database."""
