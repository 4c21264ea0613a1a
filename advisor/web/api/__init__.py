"""The API for programs: `/api/v1/`, with a token in a header, never with a session."""
