"""Subscribers are found by a range of keys; the columns that were compared before go."""

import django.db.models.deletion
from django.db import migrations, models

from yorisoi_service.subscribers.rules.search import keys_of, packed

CHUNK = 500


def fill(apps, schema_editor):
    subscribers = apps.get_model("subscribers", "Subscriber").objects.order_by("pk")
    key_model = apps.get_model("subscribers", "SearchKey")
    after = 0
    while page := list(subscribers.filter(pk__gt=after).prefetch_related("lines")[:CHUNK]):
        key_model.objects.bulk_create(
            key_model(key=packed(key.text, row.customer_number), least=key.least, subscriber_id=row.pk)
            for row in page
            for key in keys_of(
                names=(row.name, row.kana),
                numbers=(row.customer_number, row.billing_account, *(line.number for line in row.lines.all())),
                phones=(row.phone, row.mobile),
            )
        )
        after = page[-1].pk
    if schema_editor.connection.vendor == "postgresql":
        # Checks of foreign keys still waiting would forbid the ALTER TABLE that follows in this transaction.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0002_moves_and_holders")]

    operations = [
        migrations.CreateModel(
            name="SearchKey",
            fields=[
                ("key", models.BinaryField(primary_key=True, serialize=False)),
                ("least", models.PositiveSmallIntegerField()),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="subscribers.subscriber"
                    ),
                ),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveField(model_name="subscriber", name="found_name"),
        migrations.RemoveField(model_name="subscriber", name="found_phone"),
        migrations.RemoveField(model_name="subscriber", name="found_mobile"),
    ]
