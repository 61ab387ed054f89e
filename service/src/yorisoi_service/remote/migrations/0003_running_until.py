"""A session that runs has an end: those claimed before it was kept get theirs from their claim and the time they were given."""

from datetime import timedelta

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

RUNNING = ["claimed", "live"]


def give_ends(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    running = apps.get_model("remote", "Session").objects.filter(state__in=RUNNING, deadline_at=None)
    for row in running:
        row.deadline_at = (row.claimed_at or row.offered_at) + timedelta(seconds=row.time_box_s)
        row.save(update_fields=["deadline_at"])


class Migration(migrations.Migration):
    dependencies = [("remote", "0002_time_and_viewers")]

    operations = [
        migrations.RunPython(give_ends, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["claimed", "live"]), _negated=True)
                | models.Q(("deadline_at__isnull", False)),
                name="session_running_until",
            ),
        ),
    ]
