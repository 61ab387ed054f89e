from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="socketticket",
            name="desk_ticket",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="socketticket",
            name="session_key",
            field=models.CharField(db_index=True, max_length=40),
        ),
    ]
