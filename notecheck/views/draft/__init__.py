"""Parts of the worker's view: what a visit holds, opening files, grammar, what is taken away."""
