"""What was decided about a request, on what grounds. A later decision is a further row; the newest one binds."""

from django.db import models

from yorisoi_service.desk.models.catalogue import Item
from yorisoi_service.desk.models.tickets import Answer
from yorisoi_service.desk.rules.triage import Box, Code, Decision, Device, Need, System


class Decided(models.Model):
    """The grounds and the ruling behind one answer of kind `scope`; who and when stand in the answer, the code is its value.

    Nothing of the content of a request that may break the law is kept: no item, no words (R35).
    """

    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="decided")
    # The grounds
    version = models.PositiveIntegerField()  # the list that was in force
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="+")
    model = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=80, blank=True)  # how the caller calls what is not on the list
    need = models.CharField(max_length=10, choices=[(str(need), str(need)) for need in Need])
    device = models.CharField(max_length=10, choices=[(str(device), str(device)) for device in Device])
    system = models.CharField(  # of a phone or tablet, where it was asked
        max_length=10, blank=True, default="", choices=[(str(system), str(system)) for system in System]
    )
    facts = models.JSONField(default=list)
    agreed = models.CharField(max_length=12, blank=True)  # the level to which a desk lead agreed
    # The ruling
    decision = models.CharField(max_length=16, choices=[(str(decision), str(decision)) for decision in Decision])
    code = models.CharField(max_length=24, choices=[(str(code), str(code)) for code in Code])
    rule = models.CharField(max_length=4)
    allowed = models.JSONField(default=list)
    box = models.CharField(max_length=10, choices=[(str(box), str(box)) for box in Box])
    place = models.CharField(max_length=16, blank=True)

    class Meta:
        indexes = [models.Index(fields=["decision"], name="decided_decision")]

    def __str__(self) -> str:
        return f"{self.decision} {self.code}"
