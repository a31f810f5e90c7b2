"""Files that people take away: Word, PDF and Excel, each made in memory and handed over as bytes."""
