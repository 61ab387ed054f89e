"""Settings for tests: the real ones, on a fixed origin, with nothing read from this machine's environment."""

import os
import tempfile

for _name in [name for name in os.environ if name.startswith("YORISOI_") and name != "YORISOI_DATABASE_URL"]:
    del os.environ[_name]
os.environ["YORISOI_SECRET_KEY"] = "only-for-tests-" * 5
os.environ["YORISOI_ORIGIN"] = "http://localhost:8000"
os.environ["YORISOI_VIEWER_ORIGINS"] = ""
os.environ["YORISOI_DATA"] = tempfile.gettempdir()

from yorisoi_service.config.settings import *  # noqa: E402, F403

# Argon2 as strong as in production takes a tenth of a second for each person a test makes.
PASSWORD_HASHERS = ["yorisoi_service.testing.hasher.QuickArgon2"]
