"""The log's first head, and triggers that refuse every change of a link: the database itself keeps it append-only."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = [
    """create trigger log_no_update before update on review_logentry
       begin select raise(abort, 'the log only grows'); end""",
    """create trigger log_no_delete before delete on review_logentry
       begin select raise(abort, 'the log only grows'); end""",
    # INSERT OR REPLACE deletes without firing the trigger for DELETE.
    """create trigger log_no_replace before insert on review_logentry
       when exists (select 1 from review_logentry where seq = new.seq)
       begin select raise(abort, 'the log only grows'); end""",
]
POSTGRES = [
    """create function log_only_grows() returns trigger language plpgsql as
       $$ begin raise exception 'the log only grows'; end $$""",
    """create trigger log_no_change before update or delete on review_logentry
       for each row execute function log_only_grows()""",
    """create trigger log_no_truncate before truncate on review_logentry
       for each statement execute function log_only_grows()""",
]


def keep(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of this database, and the head that the first link follows."""
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement)
    apps.get_model("review", "LogHead").objects.create(id=1, seq=0, hash="0" * 64)


class Migration(migrations.Migration):
    """After the tables."""

    dependencies = [("review", "0001_desk")]
    operations = [migrations.RunPython(keep)]
