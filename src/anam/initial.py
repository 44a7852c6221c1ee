"""The migrations that an app begins with, applied at the cost of one."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.state import ProjectState


class InitialMigration(Migration):
    """Makes tables that were not there: what belongs to one, columns, indexes and constraints, is in its CreateModel.

    Django gives each operation the models as they were before it and after it, and renders almost all of them again for
    that. Here each is given the models as they are after the last, which are rendered once.
    """

    initial = True

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        if collect_sql:  # `anam sqlmigrate` says which operation each statement is of
            return super().apply(project_state, schema_editor, collect_sql)
        project_state.__dict__.pop("apps", None)  # what is rendered is never rendered again, model by model
        after = self.mutate_state(project_state, preserve=False)
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, after, after)
        return after
