"""What was found in a note before an edit is taken over wherever the edit cannot have changed it.

Much of what is looked for depends on the sentences around a place and on nothing else: `looks.by_place` looks anew only
near what has changed, on a piece of the note, and takes the rest over from the text before, moved to where it stands
now.

    before   | a | b | c | d | e | f | g | h | i |      what was found in a … i
    now      | a | b | c | d | E | f | g | h | i |      one sentence is another
                       . . ^ ^ ^ ^ ^ . .                found anew; the dots are read with it
                            changed

Say that in a note of thirty lines, a sentence each, `vague` has found 'soon' in the lines 2, 15 and 29, and that the
writer makes two words more of line 15:

1. `found`: the report of the text before holds those three places, with what the rest of this needs (`found_in`).
2. `edit`: reading the edited text, `edits.read_again` says which tokens are the same at its start and at its end
   (`led_to`), and the Doc knows its `Edit` from then on: what was in line 2 stands where it stood, what was in line 29
   stands ten code points further on, and what was in line 15 may be gone.
3. `changes`: are lines what they were, is who is who the same, and what kind each sentence is, as far as the check
   reads it? Say that line 15 alone is another. Were the child taken for a girl now, all would be looked at anew.
4. `anew`: what is found in the lines 14 to 16 may depend on line 15, at most `NEAR` sentences away. They are looked at
   anew, on a Doc of the lines 13 to 17, which has all that is near them (more lines, where they are short).
5. `looks`: the places in the lines 2 and 29 are taken over, the latter moved by ten, and joined with what the check
   finds in the lines 14 to 16 now.

A look that reads the words near a place alone says so (`by="words"`, `near=0`): of a long paragraph it is then asked
about the sentence that is another, and not about the rest. What a line says by itself is taken over line by line
(`by_lines`), and what depends on so many code points around a place wherever these are what they were (`by_text`).

A check takes part by saying `near=True` (see `component.check`); one of which only a part goes by place calls
`by_place` for that part; the others run on the whole note. For a Doc that no edit led to, `by_place` looks at all of it
and remembers what was found, for as long as the Doc lives.
"""
