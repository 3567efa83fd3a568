"""The two administrative acts, and the periods for complaints that hold everywhere."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import migrations

# The act of 10 February 1967 began on 1 January 1970. When that of 20 June 2025 begins is not set.
IN_FORCE_1967 = date(1970, 1, 1)
PROVISIONS = [
    ("guidance", "§ 11", "§§ 14–16"),
    ("interim_reply", "§ 11 a", "§ 17"),
    ("proxy", "§ 12", "§ 18"),
    ("advance_notice", "§ 16", "§ 42"),
    ("information", "§ 17", "§§ 43–44"),
    ("access", "§§ 18–19", "§§ 46–53"),
    ("children", "§§ 11 d, 16, 17, 18 og 27", "§ 54"),
    ("reasons", "§§ 23–25", "§§ 55–57"),
    ("notice", "§ 27", "§§ 58–59"),
    ("names", "", "§ 59"),
    ("complaint_deadline", "§ 29", "§ 63"),
    ("complaint_form", "§ 32", "§§ 61–64"),
    ("complaint_in_time", "§ 30", "§ 64"),
    ("late_complaint", "§ 31", "§ 65"),
    ("complaint_prepared", "§ 33", "§ 67"),
    ("reversal", "§ 35", "§§ 71–73"),
    ("costs", "§ 36", "§ 69"),
    ("suspension", "§ 42", "§ 76"),
]

# The periods have been these for as long as cases may be taken over from.
FROM = date(2001, 1, 1)
PERIODS = [
    ("service", 4, "pasient- og brukerrettighetsloven § 7-5"),
    ("dismissed_complaint", 4, "pasient- og brukerrettighetsloven § 7-5"),
    ("costs", 3, "forvaltningsloven § 36"),
    ("access", 3, "forvaltningsloven §§ 21 og 29"),
    ("child_welfare", 3, "barnevernsloven § 12-9"),
    ("companion_card", 3, "forvaltningsloven § 29"),
]


def add(apps: Any, schema_editor: Any) -> None:
    provision = apps.get_model("deadlines", "Provision")
    for key, old, new in PROVISIONS:
        provision.objects.create(key=key, act="1967", paragraph=old, in_force_on=IN_FORCE_1967)
        provision.objects.create(key=key, act="2025", paragraph=new, in_force_on=None)
    period = apps.get_model("deadlines", "ComplaintPeriod")
    period.objects.bulk_create(
        period(over=over, weeks=weeks, provision=text, valid_from=FROM)
        for over, weeks, text in PERIODS
    )


def remove(apps: Any, schema_editor: Any) -> None:
    apps.get_model("deadlines", "Provision").objects.all().delete()
    apps.get_model("deadlines", "ComplaintPeriod").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
