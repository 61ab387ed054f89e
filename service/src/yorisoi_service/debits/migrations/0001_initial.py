import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("subscribers", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DebitRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(unique=True)),
                ("debit_date", models.DateField()),
                ("profile", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("count", models.PositiveIntegerField()),
                ("total", models.BigIntegerField()),
                ("state", models.CharField(choices=[("written", "Written"), ("answered", "Answered")], max_length=10)),
                ("without_mandate", models.PositiveIntegerField(default=0)),
                ("written_at", models.DateTimeField()),
                ("done_count", models.PositiveIntegerField(default=0)),
                ("done_total", models.BigIntegerField(default=0)),
                ("failed_count", models.PositiveIntegerField(default=0)),
                ("failed_total", models.BigIntegerField(default=0)),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveSmallIntegerField()),
                ("customer_ref", models.CharField(max_length=20)),
                ("bank_code", models.CharField(max_length=4)),
                ("branch_code", models.CharField(max_length=3)),
                ("account_type", models.PositiveSmallIntegerField()),
                ("sealed", models.BinaryField()),
                ("new_code", models.CharField(max_length=1)),
                ("valid_from", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[("renewed", "Renewed"), ("ended", "Ended"), ("refused", "Refused")],
                        max_length=10,
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="subscribers.subscriber",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DebitItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("customer_ref", models.CharField(max_length=20)),
                ("amount", models.PositiveBigIntegerField()),
                ("new_code", models.CharField(max_length=1)),
                (
                    "result_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("0", "0"),
                            ("1", "1"),
                            ("2", "2"),
                            ("3", "3"),
                            ("4", "4"),
                            ("5", "5"),
                            ("6", "6"),
                            ("7", "7"),
                            ("8", "8"),
                            ("9", "9"),
                        ],
                        max_length=1,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="debits.debitrun"
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="debits.mandate"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Receivable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("amount", models.IntegerField()),
                ("met", models.PositiveIntegerField(default=0)),
                ("debits", models.PositiveSmallIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("requested", "requested"),
                            ("paid", "paid"),
                            ("failed", "failed"),
                            ("carried", "carried"),
                            ("slip", "slip"),
                            ("written_off", "written_off"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("since", models.DateTimeField()),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receivables",
                        to="subscribers.subscriber",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DebitPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.PositiveIntegerField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="debits.debititem"
                    ),
                ),
                (
                    "receivable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="debits.receivable"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ResultFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("taken_at", models.DateTimeField()),
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="result", to="debits.debitrun"
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="debitrun",
            index=models.Index(fields=["state", "debit_date"], name="debits_runs_by_state"),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.UniqueConstraint(fields=("subscriber", "sequence"), name="debits_mandate_sequence"),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)), fields=("subscriber",), name="debits_one_mandate"
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)), fields=("customer_ref",), name="debits_one_reference"
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(("new_code__in", ["0", "1", "2"])), name="debits_known_new_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on", None), ("ending", "")),
                    models.Q(("ended_on__isnull", False), models.Q(("ending", ""), _negated=True)),
                    _connector="OR",
                ),
                name="debits_mandate_ends_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="debititem",
            constraint=models.UniqueConstraint(fields=("run", "customer_ref"), name="debits_one_record_a_run"),
        ),
        migrations.AddConstraint(
            model_name="debititem",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="debits_no_record_of_zero"),
        ),
        migrations.AddIndex(
            model_name="receivable",
            index=models.Index(fields=["state", "subscriber", "month"], name="debits_receivables_by_state"),
        ),
        migrations.AddConstraint(
            model_name="receivable",
            constraint=models.UniqueConstraint(fields=("subscriber", "month"), name="debits_one_receivable_a_month"),
        ),
        migrations.AddConstraint(
            model_name="receivable",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", 0), _negated=True), name="debits_receivable_is_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="receivable",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__gte", models.F("met")),
                    (
                        "amount__lte",
                        django.db.models.expressions.CombinedExpression(models.F("met"), "*", models.Value(-1)),
                    ),
                    _connector="OR",
                ),
                name="debits_met_within_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="receivable",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("state__in", ["open", "paid"]), _connector="OR"),
                name="debits_credits_are_never_debited",
            ),
        ),
        migrations.AddConstraint(
            model_name="debitpart",
            constraint=models.UniqueConstraint(fields=("item", "receivable"), name="debits_one_part"),
        ),
    ]
