"""Lines remember who held them first and what they replace; subscribers their billing account and household."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def fill(apps, schema_editor):
    apps.get_model("subscribers", "Line").objects.update(first_holder_id=F("subscriber_id"))
    apps.get_model("subscribers", "Subscriber").objects.update(billing_account=F("customer_number"))
    if schema_editor.connection.vendor == "postgresql":
        # Checks of foreign keys still waiting would forbid the ALTER TABLE that follows in this transaction.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0001_initial")]

    operations = [
        migrations.AddField(
            "subscriber", "billing_account", models.CharField(blank=True, default="", max_length=30), False
        ),
        migrations.AddField(
            "subscriber", "household", models.CharField(blank=True, default="", db_index=True, max_length=40), False
        ),
        migrations.AddField("line", "free_window_used", models.BooleanField(default=False)),
        migrations.AddField(
            "line",
            "moved_from",
            models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="moved_to",
                to="subscribers.line",
            ),
        ),
        migrations.AddField(
            "line",
            "first_holder",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="first_lines",
                to="subscribers.subscriber",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            "subscriber", "billing_account", models.CharField(blank=True, db_index=True, max_length=30)
        ),
        migrations.AlterField(
            "line",
            "first_holder",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="first_lines",
                to="subscribers.subscriber",
            ),
        ),
        migrations.CreateModel(
            name="Suspension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suspensions",
                        to="subscribers.line",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))),
                        name="suspension_ends_after_beginning",
                    )
                ],
            },
        ),
    ]
