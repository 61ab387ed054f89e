"""Reads the first list and the public places of advice into the empty tables; from then on the desk lead's rows decide."""

from datetime import UTC, datetime, time

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from yorisoi_service.desk.rules.seeds import FIRST_LIST_ON, LISTS, SAFETY


def read(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    version_of, thing_of, item_of, name_of, referral_of = (
        apps.get_model("desk", name).objects.using(editor.connection.alias)
        for name in ("Version", "Thing", "Item", "Name", "Referral")
    )
    at = datetime.combine(FIRST_LIST_ON, time(), UTC)
    version = version_of.create(number=1, published_on=FIRST_LIST_ON, published_at=at)
    for group, seeds in LISTS.items():
        for seed in seeds:
            thing = thing_of.create(group=str(group))
            item = item_of.create(thing=thing, since=version, kind=str(seed.kind), level=str(seed.level), at=at)
            for language, words in (("ja", seed.ja), ("en", seed.en)):
                for place, text in enumerate(words):
                    name_of.create(item=item, language=language, text=text, place=place)
    for advice in SAFETY:
        referral_of.create(name=advice.name, contact=advice.contact, what_for=advice.what_for, place="safety")


class Migration(migrations.Migration):
    dependencies = [("desk", "0002_scope")]

    operations = [migrations.RunPython(read, migrations.RunPython.noop)]
