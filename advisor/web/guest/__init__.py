"""The first answer without an account: the form, the result, the words about privacy."""
