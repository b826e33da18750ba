"""The one error that a person can put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dfma.text import Text


class UserError(Exception):
    """Something that the person at the keyboard can mend: the sentence says what happened and what to do next."""

    def __init__(self, message: Text) -> None:
        super().__init__(message)
        self.message = message

    def __reduce__(self) -> tuple[type[UserError], tuple[Text]]:
        return type(self), (self.message,)
