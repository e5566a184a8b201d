"""`python -m app` is `jiesu`."""

from app.cli import main

main()
