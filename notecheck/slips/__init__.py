"""Words that were probably meant otherwise: one module for each family of slips, read through one `Reading` of a Doc.

Each family gives `Slip`s for a token that may hold one; the check `confusable` asks them where their words stand.
"""
