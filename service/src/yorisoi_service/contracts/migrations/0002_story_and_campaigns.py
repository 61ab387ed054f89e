"""Applications, campaigns, terms and the story; periods say why they ended, why they are void, and where they began."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def fill(apps, schema_editor):
    periods = apps.get_model("contracts", "Period").objects
    periods.update(form_line_id=F("line_id"))
    periods.exclude(end_on=None).update(end_cause="request")
    if schema_editor.connection.vendor == "postgresql":
        # Checks of foreign keys still waiting would forbid the ALTER TABLE that follows in this transaction.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0001_initial"),
        ("subscribers", "0002_moves_and_holders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=12)),
                ("channel", models.CharField(max_length=8)),
                ("solicited", models.BooleanField(default=False)),
                ("received_on", models.DateField()),
                ("rejection", models.CharField(blank=True, default="", max_length=12)),
                ("entered_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True)),
                ("name", models.JSONField()),
                ("terms", models.JSONField()),
                ("offered_from", models.DateField()),
                ("offered_until", models.DateField(blank=True, null=True)),
                ("for_whom", models.CharField(max_length=12)),
                ("entered_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=24)),
                ("on", models.DateField()),
                ("facts", models.JSONField(default=dict)),
                ("entered_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="TermsVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(max_length=40, unique=True)),
                ("in_force_since", models.DateField()),
                ("texts", models.JSONField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="period",
            name="contract_sequence",
        ),
        migrations.RemoveConstraint(
            model_name="period",
            name="one_active_contract_per_line",
        ),
        migrations.AddField(
            model_name="period",
            name="channel",
            field=models.CharField(default="office", max_length=8),
        ),
        migrations.AddField(
            model_name="period",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="contracts.period",
            ),
        ),
        migrations.AddField(
            model_name="period",
            name="end_cause",
            field=models.CharField(blank=True, default="", max_length=12),
        ),
        migrations.AddField(
            model_name="period",
            name="form_line",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="subscribers.line"
            ),
        ),
        migrations.AddField(
            model_name="period",
            name="solicited",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="period",
            name="void",
            field=models.CharField(blank=True, default="", max_length=12),
        ),
        migrations.AddField(
            model_name="period",
            name="void_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="application",
            name="entered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="line",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="applications",
                to="subscribers.line",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="period",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="application",
                to="contracts.period",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="entered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="period",
            name="campaign",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="periods",
                to="contracts.campaign",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="period",
            name="form_line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="subscribers.line"
            ),
        ),
        migrations.AddIndex(
            model_name="period",
            index=models.Index(condition=models.Q(("void", "")), fields=["start_on"], name="contract_starts"),
        ),
        migrations.AddIndex(
            model_name="period",
            index=models.Index(condition=models.Q(("void", "")), fields=["end_on"], name="contract_ends"),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.UniqueConstraint(
                condition=models.Q(("void", "")), fields=("line", "sequence"), name="contract_sequence_of_what_counts"
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.UniqueConstraint(
                condition=models.Q(("end_on", None), ("void", "")),
                fields=("line",),
                name="one_running_contract_per_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("void", ""), ("void_on", None)),
                    models.Q(models.Q(("void", ""), _negated=True), ("void_on__isnull", False)),
                    _connector="OR",
                ),
                name="contract_void_since_a_day",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="entered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="events", to="subscribers.line"
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="period",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="contracts.period",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "applied")), fields=("line",), name="one_open_application_per_line"
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["applied", "active", "rejected", "withdrawn"])),
                name="application_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("for_whom__in", ["first", "returning", "anybody"])), name="campaign_known_for_whom"
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("offered_until", None), ("offered_until__gte", models.F("offered_from")), _connector="OR"
                ),
                name="campaign_ends_after_beginning",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "applied",
                            "rejected",
                            "joined",
                            "rejoined",
                            "withdrawn",
                            "cancelled",
                            "cancellation_reserved",
                            "cancellation_undone",
                            "line_closed",
                            "line_moved",
                            "line_suspended",
                            "line_resumed",
                            "line_inherited",
                            "course_changed",
                            "device_changed",
                            "account_changed",
                            "corrected",
                        ],
                    )
                ),
                name="contract_event_known_kind",
            ),
        ),
    ]
