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

figures-size = Procedures: { $procedures }, paths: { $paths }
figures-without = Without: { $registers }
figures-usual = usual path
figures-worst = worst path
figures-change = change
figures-id-only = No paper: ID card or face is enough
figures-online = Done online to the end
figures-online-begun = Online in some situations at least
figures-at-most-one-visit = At most one visit
figures-papers-before = To bring before sharing, ID card included
figures-papers-after = To bring now
figures-fields-prefilled = Form fields that registers fill
figures-measured = Filled for the people of the demonstration, a third of whose look-ups fail: { $filled } of { $fields } fields
figures-questions-median = Questions asked, median
figures-questions-max = Questions asked, at most
figures-departments = Usual path, by the department that leads:
figures-column-procedures = procedures
figures-column-id-only = no paper
figures-column-online = online
figures-column-at-most-one-visit = one visit
figures-column-papers = to bring
figures-registers = Papers that a register strikes off on usual paths, and in which procedures:
figures-idle = None on usual paths: { $registers }

promise-nothing = Nothing was promised yet.
promise-column-told = told
promise-column-done = done
promise-column-kept = kept
promise-column-asked-else = asked for more
promise-column-more-visits = more visits
promise-column-late = late
promise-column-visits = visits
promise-column-days = days
promise-note = Visits and days: promised → what it took. Days are working days, medians of what is done.

cases-nothing = Nothing waits.
cases-nothing-late = Nothing is late.
cases-nothing-stuck = Every body has heard what it was told.
cases-column-case = case
cases-column-number = step
cases-column-order = order
cases-column-department = department
cases-column-matter = matter
cases-column-since = since
cases-column-until = until
cases-column-state = state
cases-column-body = body
cases-column-what = what
cases-column-tries = tries
cases-column-note = said
cases-late = late
cases-announced = announced until { $until }
cases-unknown-end = not known yet
cases-until = { $state }, until { $until }
cases-ask-open = the citizen is asked
cases-ask-added = the citizen has added
cases-ask-missing = asked, and nothing came
cases-ask-decided = asked
cases-state-deciding = being decided
cases-state-approved = approved
cases-state-partly = partly approved
cases-state-refused = refused
cases-state-withdrawn = withdrawn
cases-in-hand = in the citizen's hands
cases-step-waiting = waits for others
cases-step-open = to be decided
cases-step-approved = approved
cases-step-refused = refused
cases-step-dropped = not needed any more
cases-delivery-waiting = not yet
cases-delivery-sending = being told
cases-delivery-delivered = has heard
cases-delivery-refused = has refused
cases-delivery-settled = dealt with
cases-delivery-dropped = not needed any more
cases-event-submitted = handed in
cases-event-approved = approved
cases-event-refused = refused
cases-event-asked = the citizen is asked
cases-event-added = the citizen has added
cases-event-late = late
cases-event-withdrawn = withdrawn
cases-event-decided = decided
cases-event-delivered = has heard
cases-event-delivery-waits = does not answer yet
cases-event-delivery-refused = has refused
cases-event-delivery-settled = dealt with
cases-event-paper-missing = nothing came in time
cases-event-in-hand = in the citizen's hands
cases-give-electronic = electronically
cases-give-post = by post
cases-give-on-the-spot = on the spot
cases-give-self-service = from a machine
cases-give-collect = collected
cases-wished = The result comes: { $give }
cases-steps = Who decides:
cases-deliveries = Who is told:
cases-events = What happened:
cases-form = Form: { $procedure }
cases-answers = Answers: { $answers }
cases-papers = Papers:
cases-follows = follows within { $days } working days
cases-signed = Signed: { $documents }
cases-added = Added on { $at }:
cases-erased = What was handed in is erased.
cases-fact = question { $fact }
cases-changes-on = otherwise from { $day } on
cases-citizen = the citizen

picture-shared-title = { $before } papers became { $after }
picture-shared-usual = { $procedure } · usual path
picture-shared-before = To bring before: { $before }
picture-shared-registers = What the departments know already
picture-shared-after = To bring now: { $after }
picture-shared-stay = { $papers } stay at home
picture-shared-why = the office looks them up
picture-shared-source = { $note }. Source: { $source }.
picture-savings-title = { $before } papers became { $after }
picture-savings-usual = What one brings on the usual path of { $procedures } procedures, to the window where there is one, ID card included
picture-savings-before = before the departments shared their data
picture-savings-after = now: the ID card at most
picture-savings-paper = now, with papers besides

new-next =
    { $file } is written. It passes check; nothing in it is verified yet.
    Next: open it, replace each "to be filled in" as the comments say, and after every change: check { $file }
    As citizens read it: show { $procedure }    Where each path leads: explain { $procedure }
new-matter = This is a new matter. Add its everyday name to { $file }, for procedures that mention it: { $line }

semicolon = { "; " }
explain-title = { $title } ({ $id })
explain-text = Text { $hash }, { $paths } paths, to be looked at again by { $day }. Every register is up.
explain-question = { $number } { $question } ({ $id })
explain-sign = Each path above has been checked. Name: ____________  Date: ____________
explain-way = { $way }: { $visits ->
    [one] 1 visit
   *[other] { $visits } visits
 }{ $errands ->
    [0] { "" }
    [one] , 1 errand
   *[other] , { $errands } errands
 }
explain-by = [{ $ways }]
explain-nothing = nothing
explain-item = · { $item }: { $reason }
explain-first = Before that: { $first }
explain-hand-in = Hand in: { $item }
explain-made = Fill in, sign or photograph: { $item }
explain-papers = { $before } → { $after }
column-path = Path
column-answers = Situation
column-ways = Ways
column-bring = Brought, and why
column-brought = Brought
column-covered = Not needed, and who has it
column-else = Besides
column-papers = Papers
column-stop = Ends here
column-way = Way
column-visits = Visits
column-errands = Errands
column-reasons = Reasons
column-hand-in = Handed in
column-made = Filled in, signed, photographed or made here
column-sent = Sent by its holder
column-first = Before that
column-papers-before = Papers before sharing
column-papers-after = Papers after sharing
picture-written = Drawn: { $file }
picture-by-questions = Drawn: { $file }. There are { $ends } different ends, too many for one picture: it goes question by question. The table has every path.
picture-heading = { $title }: { $paths } paths, { $ends } different ends
picture-heading-by-questions = { $title }: { $paths } paths, { $ends } different ends, too many to draw: question by question
picture-any = whatever is answered
picture-end = Ends here: { $say }
picture-way = { $way }: { $visits ->
    [one] 1 visit
   *[other] { $visits } visits
 }
picture-bring = Bring: { $documents }
picture-nothing = Nothing to bring
picture-first = Before that: { $procedure }
picture-always = Whatever is answered
picture-no-difference = nothing more to bring
picture-asks = asks question { $number }
picture-opens = open: { $way }
picture-guide-bring = bring: { $line }
picture-guide-covered = not needed: { $line }
picture-card-hand-in = hand in: { $line }
picture-card-sent = { $line }
picture-card-photos = photo: { $line }
picture-card-there = fill in, sign: { $line }
picture-card-made = made here: { $line }
picture-perhaps = { $line } (other answers count too)
