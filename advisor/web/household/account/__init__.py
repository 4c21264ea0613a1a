"""Mi cuenta: e-mail, where one is signed in, language."""
