"""Mi recibo: the next bill and what it is made of."""
