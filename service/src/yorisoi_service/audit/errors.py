"""What can go wrong in the audit trail.

AuditError
├── NoTransaction   a row was to be written outside the transaction it witnesses
└── BadFacts        facts that do not belong into the chain
"""


class AuditError(Exception):
    """Base of the audit trail's errors; all of them are programming faults, none is a person's."""


class NoTransaction(AuditError):
    """The caller must hold the transaction, so that step and witness stand or fall together."""


class BadFacts(AuditError):
    """Too long, or of a type the chain does not hold."""
