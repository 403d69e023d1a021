"""The web server's door."""

from engage.app import create_app

app = create_app()
