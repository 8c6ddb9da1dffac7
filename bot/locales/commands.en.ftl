# Words of the commands, for staff. A citizen never reads them.

comma = { ", " }
stop = Ends here: { $say }
instead = Instead: { $procedures }
first = Before that: { $procedure } ({ $because })
way = Way: { $way }, visits: { $visits }, errands: { $errands }
other-ways = Other ways: { $ways }
way-online = online
way-window = window
way-home = officials come
way-post = post
way-self-service = self-service machine

bring = Bring:
bring-nothing = Bring: nothing
hand-in = Hand in:
also = Fill in, sign or take a photo:
produced = Made here:
covered = No need to bring:
covered-by = { $document }: { $register } ({ $department })
sent = Sent to the office:
sent-by = { $document }: { $holder }
gaps = Missing data:
gap-down = { $document }: { $register } does not answer
gap-refused = { $document }: { $register } may not be asked
gap-not_found = { $document }: { $register } has no entry
gap-contradicted = { $document }: what { $register } says is contested
of = { $document } ({ $people })
you = you
tolerated = { $document }, may follow within { $days } working days
papers = Papers before and after sharing: { $before } → { $after }

approvals = Decided by: { $departments }
then = Told afterwards: { $departments }
fee = Fee: { $yuan } yuan ({ $who })
next-question = Still to be answered: { $question } ({ $id })
options = Options: { $options }
ignored = Not asked on this path: { $questions }
