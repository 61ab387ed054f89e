"""The eight permissions as data: what each needs, how long question and grant last, and which actions it lets pass."""

from dataclasses import dataclass

from yorisoi_protocol.vocabulary import Action, Permission


@dataclass(frozen=True)
class Rule:
    """One permission. `needs` must be granted first and takes this one with it when it goes.

    A question stays open for `ask_s`, a grant lasts `grant_s`. `one_shot` grants are spent by the first action. What is
    not `kept_aside` is taken back by silence and by a pause, and has to be asked anew.
    """

    needs: Permission | None
    one_shot: bool
    ask_s: int
    grant_s: int
    kept_aside: bool
    actions: tuple[Action, ...]


RULES: dict[Permission, Rule] = {
    Permission.VIEW: Rule(None, False, 60, 3_600, True, (Action.FRAME,)),
    Permission.CONTROL: Rule(Permission.VIEW, False, 60, 1_800, False, (Action.POINTER, Action.KEY, Action.TEXT)),
    Permission.CLIPBOARD: Rule(Permission.VIEW, False, 60, 1_800, False, (Action.CLIPBOARD_SET, Action.CLIPBOARD_GET)),
    # Choosing or checking a file takes longer than a yes or no.
    Permission.FILE_TO_SUBSCRIBER: Rule(None, True, 120, 300, False, (Action.RECEIVE_FILE,)),
    Permission.FILE_FROM_SUBSCRIBER: Rule(None, True, 120, 300, False, (Action.SEND_FILE,)),
    Permission.SYSTEM_INFO: Rule(None, True, 60, 60, False, (Action.SYSTEM_INFO,)),
    Permission.REBOOT: Rule(None, True, 60, 60, False, (Action.REBOOT,)),
    Permission.RECORDING: Rule(Permission.VIEW, False, 60, 3_600, False, (Action.RECORD_FRAME,)),
}

PERMISSION_OF: dict[Action, Permission] = {action: name for name, rule in RULES.items() for action in rule.actions}

# Dropped while the subscriber's own hand is on mouse or keyboard.
HAND_ACTIONS: frozenset[Action] = frozenset(RULES[Permission.CONTROL].actions)
# What goes on while a question is open (I11): looking, nothing else.
UNQUESTIONED_ACTIONS: frozenset[Action] = frozenset({Action.FRAME})
