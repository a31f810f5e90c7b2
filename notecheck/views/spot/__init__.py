"""Parts of the manager's view: its visit, the opening of records, and the results."""
