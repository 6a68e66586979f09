"""One module a kind of sheet: its columns, its typed row, what must not repeat. Declarations only;
how files are read and checked stands in the rooms above."""
