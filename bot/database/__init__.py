"""The floor that everything with a memory stands on: one engine for both databases, sealed columns, outbox, jobs.

One way to write, used everywhere: `async with engine.begin() as connection`, explicit tables, and guarded updates
(`UPDATE … WHERE what was read still holds`, then look at the number of rows). One way to only look: `reading(engine)`.
"""
