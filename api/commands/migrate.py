"""`diary migrate`."""

import typer

from api.commands.opened import bring_up_to_date, chosen_settings


def migrate() -> None:
    """Bring the tables up to date. Run it with every new version, while the service is stopped."""
    bring_up_to_date(chosen_settings())
    typer.echo("The tables are up to date.")
