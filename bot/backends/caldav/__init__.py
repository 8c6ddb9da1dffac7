"""A One Window kept in calendars: an example of how a city plugs a system of its own in (docs/adapter-calendar.md)."""

from bot.backends.caldav.window import CalendarWindow

__all__ = ["CalendarWindow"]
