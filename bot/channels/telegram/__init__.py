"""The assistant in Telegram. Only this package knows aiogram, and it is imported only when Telegram is served.

An update is stored before Telegram hears that it arrived (receiving), handled once in the order of its chat (reading,
handling), and its replies leave by the outbox within Telegram's limits (writing, sending).
"""

from bot.channels.telegram import library as library
