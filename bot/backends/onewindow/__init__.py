"""The embedded One Window: the appointments of all centres, kept in the program's own database.

It lets one town begin with nothing but this program, and shows a larger one what its own backend has to keep.
"""

from bot.backends.onewindow.window import OneWindow

__all__ = ["OneWindow"]
