"""What can be done from a shell. Each command is the function of its module's name, or the group of that name.

A module is imported only when its command is called, so that help, and every command, pays for nothing but itself.
"""

COMMANDS = {
    "chat": "Talk to the assistant.",
    "telegram": "Serve a Telegram bot, by long polling.",
    "serve": "Serve the web application, and a Telegram bot by webhook.",
    "match": "Say which procedure each line of the input means.",
    "score": "Measure the matcher on labelled sentences.",
    "hearing": "Measure how answers, acts, dates and places are heard.",
    "bank": "Say what the bank of sentences holds, and what twice.",
    "learn": "Learn from the bank of sentences what people mean.",
    "outcome": "Say what answers lead to: what to bring, where, how often.",
    "check": "Check definitions: every path, every example, every name.",
    "compile": "Renew the compiled form of the shipped definitions.",
    "figures": "Say what citizens pay in papers, visits, questions.",
    "mutate": "Break single rules: what does check not notice?",
    "new": "Begin a definition: a skeleton that passes check.",
    "show": "Show a procedure as a citizen reads it.",
    "explain": "Show every path of a procedure, as a table or a picture.",
    "schema": "Print the form of a definition, for editors.",
    "demonstration": "Show whom one can play; take registers down and up.",
    "promise": "Say how far promises to citizens were kept.",
    "cases": "See what waits, decide it, hand it out.",
    "leave": "Close windows while their clerks are on leave.",
    "hall": "Check in, call who is next, say how it ended.",
    "ticket": "Verify the QR code of a visit; print the public keys.",
    "backend-check": "Check whether a backend keeps what docs/api.md promises.",
    "api-keys": "Give out keys to departments' programs.",
    "notices": "Say what citizens call wrong in the registers.",
    "log": "Verify the log of what was read about citizens.",
    "keys": "Renew the keys that seal personal data.",
}
"""Names and what help says about them."""
