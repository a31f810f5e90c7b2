"""Parts of the trainer's view: its visit, the pairs, and the exercise."""
