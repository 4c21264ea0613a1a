"""Pages of a consultant: the clients of the consultancy and the files that bring them."""
