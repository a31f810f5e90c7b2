"""The parts of an email as it is pasted into a text: its header, its signature, its disclaimer."""
