"""Words: the terms of lexicons, short forms and what they mean, what a note explains, how a suggestion is bent."""
