"""Applications behind the embedded One Window: handed in once, decided by several departments, told on where needed.

window.py       what citizens can do
desk.py         what departments and the centre can do
handlers.py     what happens by itself: time that is over, and what other bodies are told
rows.py         one application as it is kept, and as a transaction changes it
deciding.py     the steps: which is open, what a decision leads to, when the whole is decided
supplements.py  what the citizen is asked for afterwards
clocks.py       until when
deliveries.py   what the result sets off elsewhere
timeline.py     what happened, and what of it the citizen hears at once
books.py        reads and writes it all, sealed
"""
