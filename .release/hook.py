"""Packs a bill of materials with the wheel: models and lexicons with their SHA-256 (PEP 770, `.dist-info/sboms/`)."""

from __future__ import annotations

import json
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Materials(BuildHookInterface[Any]):
    """Called by hatchling for each wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Write the document for hatchling to pack."""
        made = self._made()
        self._folder = TemporaryDirectory()
        path = Path(self._folder.name) / f"{self.metadata.name}.cdx.json"
        path.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8", newline="\n")
        build_data["sbom_files"].append(str(path))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove what has been packed."""
        self._folder.cleanup()

    def _made(self) -> dict[str, Any]:
        root = Path(self.root)
        spec = spec_from_file_location("shipped", root / ".release" / "shipped.py")
        if spec is None or spec.loader is None:
            raise ImportError(".release/shipped.py")
        shipped = module_from_spec(spec)
        spec.loader.exec_module(shipped)
        version = self.metadata.version
        made: dict[str, Any] = shipped.document(self.metadata.name, version, shipped.shipped(root, version))
        return made
