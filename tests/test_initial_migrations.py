"""The migrations that an app begins with: rendered once, and then what Django makes of them."""

from typing import Any

import pytest
from django.apps.registry import Apps
from django.db import connection, migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ModelState, ProjectState

from anam.initial import InitialMigration

ID = ("id", models.BigAutoField(primary_key=True))


def begin(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("beginning", "Bowl").objects.create(name="The first")


OPERATIONS = [
    migrations.CreateModel("Bowl", [ID, ("name", models.TextField())], {"db_table": "bowl"}),
    migrations.CreateModel("Lid", [ID, ("bowl", models.ForeignKey("beginning.Bowl", models.CASCADE))]),
    migrations.CreateModel("Glaze", [ID, ("bowl", models.ForeignKey("beginning.Bowl", models.CASCADE))]),
    migrations.RunPython(begin),
]


def apply(kind: type[migrations.Migration]) -> ProjectState:
    migration = type("Migration", (kind,), {"operations": OPERATIONS})("0001_initial", "beginning")
    state = ProjectState()
    _ = state.apps  # Django renders what there is before it applies one
    with connection.schema_editor() as editor:
        return migration.apply(state, editor)


def made() -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM bowl")
        rows = cursor.fetchall()
        found = connection.introspection.get_table_description(cursor, "beginning_lid")
        names = connection.introspection.get_constraints(cursor, "beginning_lid")
    return rows, [column.name for column in found], sorted(names)


@pytest.mark.parametrize(("kind", "rendered"), [(InitialMigration, 3), (migrations.Migration, 6)])
def test_an_initial_migration_renders_each_model_once_and_makes_what_django_would(
    db: None, monkeypatch: pytest.MonkeyPatch, kind: type[migrations.Migration], rendered: int
) -> None:
    render, names = ModelState.render, []

    def count(self: ModelState, apps: Apps) -> Any:
        names.append(self.name)
        return render(self, apps)

    monkeypatch.setattr(ModelState, "render", count)
    state = apply(kind)
    rows, columns, constraints = made()
    assert (len(names), rows) == (rendered, [("The first",)])
    assert columns == ["id", "bowl_id"]
    assert [name.removeprefix("beginning_lid_")[:7] for name in constraints] == ["bowl_id", "bowl_id", "pkey"]
    assert set(state.models) == {("beginning", name) for name in ("bowl", "lid", "glaze")}
