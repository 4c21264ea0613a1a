"""Use cases: the only code that commits. Session, actor and clock are arguments."""
