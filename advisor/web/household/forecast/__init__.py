"""Pronóstico: the next bill, seven days, twelve months."""
