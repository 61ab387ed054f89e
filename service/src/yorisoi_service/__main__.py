"""`python -m yorisoi_service <command>`: the service's commands, on the settings of the environment."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yorisoi_service.config.settings")
    execute_from_command_line(["yorisoi_service", *sys.argv[1:]])


if __name__ == "__main__":
    main()
