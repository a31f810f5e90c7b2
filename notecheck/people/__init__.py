"""Who is who in a note: whose words these are, who is named, whom a pronoun means, who speaks; the register of all."""
