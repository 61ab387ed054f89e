"""A refusal as a value: somebody was faster, too late, or not allowed. It is an outcome, not an error."""

from dataclasses import dataclass

from yorisoi_protocol.vocabulary import Refusal


@dataclass(frozen=True)
class Refused:
    """`code` is for the machine; `gates` names closed gates; `retry_after_s` is 0 when waiting does not help."""

    code: Refusal
    gates: tuple[str, ...] = ()
    retry_after_s: int = 0
