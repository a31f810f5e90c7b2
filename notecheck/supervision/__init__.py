"""A manager's spot check: the sample, what is said of each record, the counts, and the sheet for supervision."""
