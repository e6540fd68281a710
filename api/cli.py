"""The `diary` command: what it can do, each from a file of `commands/`."""

import typer

from api.commands import client, clinic, guidance, staff
from api.commands.backup import back_up, restore, verify
from api.commands.demo import run_demo
from api.commands.explain import explain
from api.commands.init import init
from api.commands.migrate import migrate
from api.commands.refusals import Sentences
from api.commands.serve import serve
from api.commands.worker import run_worker

app = typer.Typer(
    cls=Sentences,
    help="The side-effect diary.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("demo")(run_demo)
app.command("init")(init)
app.command("migrate")(migrate)
app.add_typer(clinic.app, name="clinic")
app.add_typer(staff.app, name="staff")
app.add_typer(client.app, name="client")
app.add_typer(guidance.app, name="guidance")
app.command("explain")(explain)
app.command("serve")(serve)
app.command("worker")(run_worker)
app.command("backup")(back_up)
app.command("verify")(verify)
app.command("restore")(restore)


if __name__ == "__main__":
    app()
