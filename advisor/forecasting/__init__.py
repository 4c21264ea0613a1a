"""Forecasts of usage: the next week by hour, the running bill, the months ahead; numpy and LiteRT only when serving."""
