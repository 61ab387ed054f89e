import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("remote", "0001_initial"),
        ("subscribers", "0005_looks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("until_before", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("reason", models.TextField(max_length=500)),
            ],
        ),
        migrations.AddField(
            model_name="session",
            name="beside",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="joined", to="remote.session"
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="deadline_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="session",
            name="kind",
            field=models.CharField(
                choices=[("main", "main"), ("joined", "joined")],
                default="main",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="successor",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["state", "deadline_at"], name="session_time"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("beside", None), ("kind", "main")),
                    models.Q(("beside__isnull", False), ("kind", "joined")),
                    _connector="OR",
                ),
                name="session_joined_beside_one",
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="extensions", to="remote.session"
            ),
        ),
    ]
