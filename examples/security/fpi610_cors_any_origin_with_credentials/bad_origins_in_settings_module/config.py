import os

CORS_ORIGINS = ["http://localhost:3000", "*"]
CORS = {"allow_origins": ["*"], "allow_credentials": True}
FROM_ENVIRONMENT = os.environ.get("CORS_ORIGINS", "*").split(",")
