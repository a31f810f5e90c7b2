"""The checks: one file each. Importing this package registers them all with spaCy, so adding a check is adding a file.

spaCy imports it through the package's entry point when it builds any pipeline: nothing here may do work at import.
"""

from importlib import import_module
from pkgutil import iter_modules

from notecheck.text import sentences as sentences  # the component that the shipped pipeline needs
from notecheck.text import tagging as tagging  # and those that ours has in the place of spaCy's

FACTORIES = sorted(module.name for module in iter_modules(__path__))
"""Names of the check modules, in the order in which they run."""

for _name in FACTORIES:
    import_module(f"{__name__}.{_name}")
