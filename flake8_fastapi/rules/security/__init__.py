"""FPI6: injection, CORS, authentication, secrets."""
