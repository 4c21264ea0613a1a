"""Green Button: the ESPI XML of North American utilities."""
