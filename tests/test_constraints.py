"""What the models say is kept by the database is in the database that `anam migrate` leaves (D7, M2)."""

import pytest
from django.apps import apps
from django.db import connection, models


@pytest.mark.django_db
def test_every_constraint_and_index_of_the_models_stands_in_the_database() -> None:
    missing = []
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy:
            with connection.cursor() as cursor:
                there = connection.introspection.get_constraints(cursor, model._meta.db_table)
            named: list[models.BaseConstraint | models.Index] = [*model._meta.constraints, *model._meta.indexes]
            missing += [f"{model._meta.label} {one.name}" for one in named if one.name not in there]
    assert missing == []
