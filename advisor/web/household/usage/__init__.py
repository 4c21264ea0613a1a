"""Mi consumo: months, days and the week by hour."""
