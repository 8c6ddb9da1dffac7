"""What departments share, in the conversation: who one is, what one agrees to, what was found, what one brings instead.

login.py       a link, a code, verified; logged out; somebody else now
wanting.py     what there is to look up for an outcome
consenting.py  what is asked, agreed to, or left to paper
reviewing.py   what was found: used, wrong, brought on paper, tried again
inviting.py    somebody else agrees from their own chat
own_data.py    what was read about whoever asks
"""
