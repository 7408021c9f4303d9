"""How much is taken: of a text, of a file. Each bound once, the same at the counter and in a file.

A text is measured as it is kept, in NFC: an accent counts with its letter. What goes beyond a bound is refused, never
shortened. `SECURITY.md` lists them; a test compares.
"""

from onestop_cli.errors import TooLong

NAME = 250
"""The characters of a name: of a person, an officer, an agency, a field, a place; of the value of a setting."""
PROCEDURE_NAME = 500
WORDS = 1000
"""The characters of what is typed as words: notes, reasons, sources, papers, the article behind a limit."""
CODE = 100
"""The characters of a code: of a dossier, a letter, a short name, a case."""
ACTOR = 200
"""The characters of who is acting."""

ROW = 1_000_000
"""The bytes of one row of a table, however many lines it is written on."""
LIST = 100_000
"""The characters of a list of suspensions or letters in a cell."""
COLUMNS = 200
"""The cells of a row."""
ROWS = 2_000_000
"""The rows of a register."""
FILE = 1_000_000_000
"""The bytes of a register."""
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199
"""The years of which a calendar can be loaded, and of days that are typed."""
LINES = 10_000
"""The rows of a catalogue, of a queue or of a file of notices."""
SMALL_FILE = 10_000_000
"""The bytes of a file that is read whole: a calendar (.ics), a manifest, a queue."""


def fitting(name: str, text: str, most: int) -> str:
    """The text, if it is kept whole; `name` is what it was typed for. Raises `TooLong`."""
    if len(text) > most:
        raise TooLong(option=name, length=len(text), most=most)
    return text
