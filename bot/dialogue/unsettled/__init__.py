"""What was asked for and got no answer: kept, tried again by itself, told once it is known, and given up on request.

An effect without an answer has perhaps happened. It is only ever asked for again with its own key, so that nothing
happens twice; and where it is given up, what became of it is looked at, not done.
"""
