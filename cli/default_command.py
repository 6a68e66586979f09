"""A group of commands one of which may go without its name: what is no command is meant for it."""

from __future__ import annotations

from typing import Any, ClassVar

from typer.core import TyperGroup


class FilesFirst(TyperGroup):
    """`orientir import школы.xlsx` is `orientir import files школы.xlsx`."""

    unnamed: ClassVar[str] = "files"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Name the command if the first argument is none of them, nor a cry for help."""
        if args and args[0] not in {*self.commands, *ctx.help_option_names}:
            args = [self.unnamed, *args]
        return super().parse_args(ctx, args)
