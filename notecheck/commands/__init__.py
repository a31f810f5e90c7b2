"""The commands, one file each; `notecheck.cli` puts them together."""
