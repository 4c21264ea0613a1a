"""What is stored of a supply point: files with undo, what was found and its corrections, the history."""
