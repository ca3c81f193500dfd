from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journey", "0007_about")]
    operations = [
        migrations.AddField("journey", "erased_at", models.DateTimeField(null=True)),
        migrations.AddField("journey", "erasure_event_id", models.UUIDField(null=True)),
    ]
