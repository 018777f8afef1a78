"""Finding the glossary's concepts in the reports, and looking at what was found."""
