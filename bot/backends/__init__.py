"""Where the One Window lies: embedded beside the bot, or a city's own. Each answers the calls of `Backend`."""
