"""The pages of someone who keeps a household: its bill, usage, forecast, advice, uploads and account."""
