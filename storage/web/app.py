"""Datasette set up for one store, read-only; the whole of `muster serve`."""

import socket
from contextlib import suppress
from pathlib import Path

import uvicorn
from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm
from datasette.utils import parse_metadata

from storage.errors import AddressTaken
from storage.web import plugin

# Where rich is installed, Datasette prints a screenful of local variables for every mistyped statement.
pm.get_plugin("datasette.handle_exception").rich = None

# The store's name in every address, whatever the file is called: links outlive a renamed file.
NAME = "muster"

_HERE = Path(__file__).parent


def datasette(path: Path) -> Datasette:
    """Return Datasette on a store.

    Args:
        path: of a store that exists; Datasette opens it read-only and sees what others write meanwhile.
    """
    if not pm.is_registered(plugin):
        pm.register(plugin)
    application = Datasette(
        metadata=parse_metadata((_HERE / "metadata.yaml").read_text(encoding="utf-8")),
        template_dir=str(_HERE / "templates"),
        static_mounts=[("assets", str(_HERE / "static"))],
        # Facets of a million rows need more than Datasette's 200 ms.
        settings={"facet_time_limit_ms": 1_000, "default_page_size": 50},
    )
    application.add_database(Database(application, path=str(path)), name=NAME)
    # Datasette adds an empty database where it is given no file by name.
    application.remove_database("_memory")
    return application


def listen(host: str, port: int) -> socket.socket:
    """Take an address, before anybody is told to look there.

    Raises:
        AddressTaken: another program listens there, or it is none of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = str(error.strerror).partition(" (while")[0]  # create_server says the address once more
        raise AddressTaken(
            f"cannot listen at {host}:{port} ({reason}); name another with --host or --port"
        ) from error


def serve(path: Path, listener: socket.socket) -> None:
    """Serve a store until the process is stopped.

    Args:
        path: of the store.
        listener: where to listen.
    """
    config = uvicorn.Config(datasette(path).app(), log_level="warning", lifespan="on")
    with listener, suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
