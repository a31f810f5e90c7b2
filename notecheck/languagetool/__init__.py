"""LanguageTool, which looks at grammar and spelling, on a server of notecheck's own on this machine.

- `address()`: where a text may be sent, or None; `why_not()`: then why, in words; `is_starting()`: whether it is worth
  asking again soon;
- `owned()`: need the server for as long as a `with` block lasts;
- `start()`, `stop()`, `status()`, and `install.install()`: what `notecheck grammar` does.
"""

from notecheck.languagetool.server import OFF, address, is_starting, owned, start, stop, why_not
from notecheck.languagetool.standing import Status, status

__all__ = ["OFF", "Status", "address", "is_starting", "owned", "start", "status", "stop", "why_not"]
