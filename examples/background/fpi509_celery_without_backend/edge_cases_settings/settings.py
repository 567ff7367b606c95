result_backend = "redis://localhost/1"
