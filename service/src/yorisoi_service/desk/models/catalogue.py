"""What we help with, in numbered lists (R14 to R16, R23). A list is published once and then never changes: rows say from
which list to which they belong, so every list that ever was can be read and compared."""

from django.db import models

from yorisoi_service.desk.rules.catalogue import Group, Kind, Level
from yorisoi_service.staff.models import StaffMember


class Version(models.Model):
    """One list. Without a day it is the draft, of which there is one at most and always the newest."""

    number = models.PositiveIntegerField(unique=True)
    published_on = models.DateField(null=True)  # the day from which it holds
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)  # for readers: why it changed

    class Meta:
        indexes = [models.Index(fields=["published_on", "number"], name="catalogue_in_force")]

    def __str__(self) -> str:
        return f"list {self.number}"

    @property
    def topic(self) -> str:
        """How the audit trail names this list."""
        return f"catalogue:{self.number}"


class Thing(models.Model):
    """What stays the same from list to list, whatever is said of it."""

    group = models.CharField(max_length=10, choices=[(str(group), str(group)) for group in Group])

    def __str__(self) -> str:
        return f"thing {self.pk}"


class Item(models.Model):
    """What the lists from `since` on say of a thing, until `until` says something else or nothing."""

    thing = models.ForeignKey(Thing, on_delete=models.PROTECT, related_name="items")
    since = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="begun")
    until = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="ended")
    kind = models.CharField(max_length=12, choices=[(str(kind), str(kind)) for kind in Kind])
    level = models.CharField(max_length=12, choices=[(str(level), str(level)) for level in Level])
    vendor = models.CharField(max_length=80, blank=True)
    versions = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thing"], condition=models.Q(until=None), name="catalogue_thing_said_once")
        ]

    def __str__(self) -> str:
        return f"item {self.pk}"


class Name(models.Model):
    """What an item is called in one language. The first is its name, further ones are what callers say instead."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(max_length=8)
    text = models.CharField(max_length=80)
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "language", "place"], name="catalogue_name_has_its_place")
        ]

    def __str__(self) -> str:
        return self.text
