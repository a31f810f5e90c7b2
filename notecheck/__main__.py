"""`python -m notecheck`."""

from notecheck.cli import main

main()
