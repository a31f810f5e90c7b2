"""The child's voice: where a note gives it, and how the child's view was got."""
