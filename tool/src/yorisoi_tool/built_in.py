"""Facts that are part of the program. A build writes this file anew (see `build.stamp`); from source nothing is built in.

No desk number stands here, and no secret: everything in it is public.
"""

ORIGIN: str | None = None  # where this program calls, and the only place it ever calls
PROVIDER: str = ""  # the provider's name as the sentences use it
LANGUAGE: str = "ja"
