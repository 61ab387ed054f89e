"""`python -m yorisoi_service <command>`: the service's commands, on the settings of the environment."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yorisoi_service.config.settings")
    try:
        execute_from_command_line(["yorisoi_service", *sys.argv[1:]])
    except Exception as refused:
        # Settings are read on the way; their faults are sentences for the operator, not a stack trace.
        if type(refused).__name__ != "Faulty":
            raise
        sys.exit(str(refused))


if __name__ == "__main__":
    main()
