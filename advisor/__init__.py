"""Asesor de Energía: what a Peruvian household will pay for electricity, why, and what would lower it."""
