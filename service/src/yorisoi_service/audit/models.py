"""The audit trail: one head, one row for each step. Written by `audit.services` only, never changed."""

from django.db import models

from yorisoi_service.audit.rules.chain import Link


class Head(models.Model):
    """The single place where the chain grows; its row lock makes one writer at a time."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    rows = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_one_head")]


class Row(models.Model):
    """One step. Every column but `hash` is covered by `hash`; `at` is text so that the hash has one spelling."""

    n = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=32)
    event = models.CharField(max_length=60, db_index=True)
    by = models.CharField(max_length=40)
    about = models.CharField(max_length=80, db_index=True)
    facts = models.TextField()
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"{self.n} {self.event}"

    def link(self) -> Link:
        return Link(self.n, self.at, self.event, self.by, self.about, self.facts, self.prev, self.hash)
