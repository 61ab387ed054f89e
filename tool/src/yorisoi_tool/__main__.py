"""`python -m yorisoi_tool`."""

import sys

from yorisoi_tool.main import main

if __name__ == "__main__":
    sys.exit(main())
