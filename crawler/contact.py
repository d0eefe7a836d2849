"""Who a site's owner may write to: asked for once, kept for this user, sent with every request."""

import getpass
import socket
import sys
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import click


def user_agent(given: str | None = None) -> str:
    """The user agent with its contact.

    Asks on a terminal before the first live crawl. Elsewhere the user's name on this machine must do, and a
    line says so.

    Args:
        given: a contact named on the command line; it is kept for later runs.
    """
    file = Path(click.get_app_dir("newsmuster")) / "contact"
    contact = given or (file.read_text("utf-8").strip() if file.is_file() else "")
    if not contact:
        contact = f"{getpass.getuser()}@{socket.getfqdn()}"
        if sys.stdin.isatty():
            click.echo("Sites are told who crawls them, so that they can write before they block.", err=True)
            contact = click.prompt("Mail or web address", default=contact, err=True)
        else:
            click.echo(f"muster: sites are told to write to {contact}; MUSTER_CONTACT says better", err=True)
    if given or sys.stdin.isatty():
        with suppress(OSError):  # a service may have no home; its contact comes with the environment
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(contact + "\n", "utf-8")
    return f"newsmuster/{version('newsmuster')} (news archive; {contact})"
