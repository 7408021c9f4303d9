"""The editions of the printed forms as shipped: `data/forms/editions.toml`."""

import tomllib
from functools import cache

from onestop_cli.core.forms import Edition, Form, Titled
from onestop_cli.sources.package_data import data_file


@cache
def editions() -> tuple[Edition, ...]:
    """The editions, oldest first."""
    with data_file("forms/editions.toml").open("rb") as file:
        found = tomllib.load(file)["edition"]
    return tuple(
        Edition(each["name"], each["since"], each["circular"], each["is_provisional"], {
            Form(form): Titled(**said) for form, said in each["forms"].items()
        })
        for each in found
    )  # fmt: skip
