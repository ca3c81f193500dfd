from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0004_dead_letters_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='RelayState',
            fields=[
                ('receiver', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('is_away', models.BooleanField()),
                ('seen_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'outbox_relay_state',
            },
        ),
    ]
