"""The core: values and formulas of usage, bills, tariffs, measures. Standard library and numpy only."""
