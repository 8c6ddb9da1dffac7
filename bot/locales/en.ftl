# Every sentence a citizen reads. Plain and short; the result first.
# `.said` lists what people also say for an option, divided by |.

## Greeting and help

greeting =
    Hello, this is the At Most One Visit assistant. It is free.
    Just tell me what happened, for example "I bought a second-hand flat and want to transfer it".
    I work out what you need to bring, whether one visit is enough, and book it for you.
hello-again = Hello again, let's go on.
help =
    You can:
    · say what you want to get done, in one sentence
    · answer with a number or in your own words
    · ask "why", and I say why I ask or why you need something
    · say "back", "change …", "start over" or "cancel" at any time
    · send /my for your matters and appointments, /language for Chinese
    To talk to a person, call 12345.
human = Please call the 12345 hotline to talk to a person, or ask at the help desk of any service centre.
complaint = I am sorry that happened. To complain or suggest something, call 12345, or rate the service in the Zheliban app; somebody looks into it and answers. I go on with your matter meanwhile.
anger = I am sorry, this is annoying. If you would rather not talk to me, call 12345 for a person any time; else I take it one step at a time and get it done.

## Emergencies and hard times

urgent-police = If you or somebody near you is in danger, call 110 now; if you cannot speak, text 12110. Get to safety first, everything here is kept for you.
urgent-ambulance = If somebody is ill or hurt, call 120 now and do what they tell you. Everything here is kept for later.
urgent-fire = Fire, gas or somebody trapped: get out of danger first and call 119 now. Everything here is kept for you.
urgent-traffic = After an accident get to a safe place first; call 120 if somebody is hurt, and 122 or 110 for the police. Everything here is kept for you.
urgent-bereavement = I am very sorry for your loss. What has to be done can wait a moment, and what can be done together I will put together. If you want somebody to help you, call 12345 and ask for a person.
urgent-violence = I am sorry this is done to you. It is wrong, and you need not bear it. In danger call 110; to talk and get help call 12338, the women's rights line, or 12345 for a person.
urgent-debt = Hard times need not be borne alone. If collectors threaten you, call 110; I can look with you at the minimum living allowance or temporary relief, or call 12345 for a person.
urgent-despair = I am worried about you. Please call 12356 now, somebody listens day and night; in danger call 110 or 120. If there is somebody near you whom you trust, please call them too.
you-are-welcome = You're welcome.
goodbye = Goodbye. Everything is kept; send /my to go on.
all-right = All right. Tell me what you want to get done.
language-set = All right, in English.
nothing-to-agree = There is nothing to confirm just now. Tell me what you want to get done.

## Not understood

bug = Sorry, something went wrong on our side. Nothing of yours is lost. Please say it again; if it fails again, call 12345 and quote { $id }.

no-words = I see no words. Please tell me in one sentence what you want to get done.
too-long = That is too long for me (at most { $most } characters). Please say the main point in a sentence or two.
not-understood = Sorry, I did not get that. Could you say in other words what happened?
other-script =
    I speak Chinese and English. Please tell me in one of them what you want to get done, or call 12345.
    我会说中文和英文，请用其中一种告诉我您要办什么事；人工咨询请拨 12345。
not-understood-choice = Sorry, I did not get that. Could you say it another way, or type one of the numbers below?
not-understood-example =
    I did not get that, my mistake. I ask because: { $reason }
    Just type a number, for "{ $answer }" type { $number }; if you do not know, say so.
not-understood-again =
    I still did not get that, my mistake. I can tell you what a matter needs and save you trips, and book, move or cancel a visit.
    You could say "I lost my ID card", "my baby needs a household registration" or "take money out of my housing fund".
not-understood-human = I failed to understand you { $times } times in a row, I am sorry. Please call 12345 and ask for a person. What you told me is kept; to go on, type a number or send /help.
unknown-command = There is no command { $command }. You can use: /start /help /my /language /cancel /back /restart
no-such-number = There is no number { $number }. Please choose 1 to { $count }, or say it in words.
unsure = Not sure is fine: take the nearest one, you can change it later; or call 12345 to ask first.
find-out = How to find out: { $where }.
unsure-going-on = I go on with "{ $answer }" for now, so that you have everything with you and do not come twice. Once you know, it can be changed.
take-your-time = No hurry, decide when you are ready.
word-means = { $word }: { $means }
word-unknown = Which word do you mean? Send it to me; what I cannot explain, 12345 can.
one-at-a-time = All right, one step at a time: only this one question now. { $reason }
in-short = { $visits ->
    [0] In short: no visit{ $count ->
        [0] , and nothing to bring.
       *[other] , have ready: { $papers }.
     }
    [one] In short: one visit{ $count ->
        [0] , and nothing to bring.
       *[other] , bring: { $papers }.
     }
   *[other] In short: { $visits } visits{ $count ->
        [0] , and nothing to bring.
       *[other] , bring: { $papers }.
     }
 }
in-short-idle = All right, I keep it short. What do you want to get done? One sentence is enough.
why-what = Why what? Tell me what you want to get done, and I explain each step.
button-too-old = That button is from earlier. This is how things stand now.

## Choosing the procedure

which-of-these = Which of these do you mean?
deciding = { $question }
which-of-those = Which one do you mean?
which-answer = Which of these? { $question }
none-of-these = none of these
    .said = neither|something else|no, none
none-then = All right, none of these. Tell me in other words what happened, or call 12345.
procedure-and-aim = { $title } ({ $achieves })
not-offered-yet = I know "{ $title }", but it cannot be done here yet. Please call 12345 or use the Zheliban app, or ask me something else.
retired = "{ $title }" is no longer offered. Please call 12345 and ask where it is done now.
back-to = Going on with "{ $title }".
parked = "{ $title }" waits; send /my to come back to it.
still-open = Still open:
go-on = go on: { $title }

## The promise

promise-title = [{ $title }]
promise-visits = { $online ->
    [1] { $visits ->
        [0] No visit: it is done online.
        [one] At most one visit; online, where it is possible, none at all.
       *[other] At most { $visits } visits; online, where it is possible, none at all.
    }
   *[other] { $visits ->
        [0] No visit.
        [one] One visit.
       *[other] Usually { $visits } visits.
    }
 }
promise-papers = { $count ->
    [0] Usually there is nothing to bring.
   *[other] Usually you bring only: { $papers }.
 }
promise-gap = A register does not answer just now; if you come today, bring also: { $papers }.
promise-understood = Noted: { $question } { $answer }
promise-questions = { $count ->
    [0] No more questions.
    [one] At most one more question.
   *[other] At most { $count } more questions.
 }

## Asking

ask = { $question }
because = Why I ask: { $reason }
nothing-before = There is nothing before this to go back to.
changed = Changed: { $question } { $answer }
noted = Noted: { $question } { $answer }
change-which = Which answer do you want to change?
change-answer = not "{ $answer }", change it
start-over-with = All right, "{ $title }" from the start.
start-over = All right, let's start over. What do you want to get done?
stopped = { $reason }
stopped-fact = What stands in the way: { $question } You answered "{ $answer }".
stopped-changes = When it would be different: { $when }
stopped-object = If you think this is wrong, apply in writing at the window; a window that does not take it has to say so in writing, with its seal. You can also call 12345 and ask for a review.
stopped-instead = You may want to look at:

## The outcome

card-title = [Result] { $title }  code { $code }
card-first = Do this first, else it takes one more trip:
first-line = { $title }: { $because }
card-bring = Bring:
card-bring-at = When { $purpose }, bring:
card-bring-nothing = There is nothing to bring.
card-hand-in = To hand in:
card-there = Filled in and signed there, nothing to prepare:
card-notes = Mind:
card-photos = Photos:
card-made = Made on the way, nothing to bring:
card-sent = Sent by others, not by you:
card-covered = Not needed ({ $count }, the departments share them):
card-ways = Ways to do it:
card-errands = One more trip, elsewhere:
errand = { $holder }: { $purpose }
card-exception = Why it takes two visits: { $say }
card-legal = Legal time limit: { $limit }
card-promised = Promised: { $limit }
card-fee = Fee: { $fees }
card-free = Fee: none
card-taxes = Taxes (the tax window assesses them; this is how they are worked out):
item = · { $line }
on-paper = { $name }: { $paper }
of-people = { $name } ({ $people })
if-any = {" "}(if there is one)
or-else = , or { $others }
unless = {" "}(not needed where "{ $document }" is in: { $register })
note = {" "}({ $note })
covered-by = { $document }: in the { $register } of { $department }
sent-by = { $document }: sent by { $holder }
way-line = { $way }: { $visits ->
    [0] no visit
    [one] one visit
   *[other] { $visits } visits
 }{ $papers ->
    [0] , no papers
    [one] , one paper
   *[other] , { $papers } papers
 }{ $sure }
fee-line = { $yuan } yuan, paid by { $who }{ $sure }
tax-line = { $what } (owed by { $who }){ $sure }
unconfirmed = ※
unconfirmed-note = { $mark } not confirmed in an official text: ask 12345.
gap-down = the { $register } does not answer just now: bring it if you come today; if it can wait, you will not need it
gap-refused = there is no consent to a look into the { $register }
gap-not_found = there is no valid entry in the { $register }
gap-contradicted = the { $register } says something else than you; your paper counts
reason-bring = Bring { $item }: { $reason }
reason-covered = Not needed: { $item }
reason-law = By the Zhejiang Regulation on the "At Most One Visit" Reform, art. 7: what departments share may not be asked of you.
because-identity = it shows who you are, and no register can do that for you
because-no_register = no department's register holds it
because-not_in_register = no register has it in your case
because-holder = whoever issued it has it, and you fetch it there
duration-minutes = { $amount ->
    [one] 1 minute
   *[other] { $amount } minutes
 }
duration-hours = { $amount ->
    [one] 1 hour
   *[other] { $amount } hours
 }
duration-days = { $amount ->
    [one] 1 day
   *[other] { $amount } days
 }
duration-working-days = { $amount ->
    [one] 1 working day
   *[other] { $amount } working days
 }
duration-months = { $amount ->
    [one] 1 month
   *[other] { $amount } months
 }
duration-on-the-spot = on the spot

## Ways and appointments

which-way = How would you like to do it?
no-way = In your case I cannot arrange it here. Please call 12345.
way-online = online
    .said = on the internet|app|from home|on my phone|no visit
way-window = at the window (I book it for you)
    .said = window|counter|in person|at the centre|at the office|come by|book
way-home = officials come to you
    .said = at home|come to my place
way-post = by post
    .said = mail|send it in
way-self-service = at a self-service machine
    .said = machine|self service
which-centre-home = Which district or county is the home in? I book at the service centre there.
which-centre-household = Which district or county is the household registered in? I book at the service centre there.
which-centre-employer = Which district or county is the employer in? I book at the service centre there.
which-centre-premises = Which district or county are the business premises in? I book at the service centre there.
which-centre-residence = Which district or county do you live in? I book at the service centre there.
which-centre-anywhere = Which district or county suits you? Every centre can do it.
nearest-centre-anywhere = The nearest to you is { $centre }, { $kilometres ->
    [0] less than a kilometre
   *[other] about { $kilometres } km
 } away as the crow flies. Every centre can do it, so let's look at this one first.
nearest-centre-residence = The nearest to where you are is { $centre }, { $kilometres ->
    [0] less than a kilometre
   *[other] about { $kilometres } km
 } away as the crow flies, so let's look there first. If you live in another district or county, choose another centre.
location-home = Thank you for the location. Here it does not matter where you are, but where the home is.
location-household = Thank you for the location. Here it does not matter where you are, but where the household is registered.
location-employer = Thank you for the location. Here it does not matter where you are, but where the employer is.
location-premises = What counts here is where the business premises are, not where you are now.
location-no-centre = Thank you for the location. I do not know yet where these centres are on the map, so please name the district or county.
location-idle = Thank you for the location. Tell me first what you want to get done; if it takes a visit, send it again then, and I find the nearest centre.
location-not-needed = Thank you for the location; it is not needed at this step.
which-time = { $centre } has these times. You can also say one, like "Wednesday afternoon".
visit-for = This visit: { $purpose }
slot = { $when }
other-times = another time
    .said = other times|none of these times|something else
another-centre = another centre
    .said = another place|different centre|other district
another-time = another time
    .said = different time|change the time
book-later = book it later
    .said = later|not now
say-a-time = Tell me a time, like "Wednesday afternoon" or "Dec 3 in the morning".
say-a-day = I am not sure which day you mean. Please name it, such as "next Wednesday afternoon" or "3 December at 10".
which-time-meant = Which time do you mean?
wish-meant = { $wish }
times-for = For { $wish } there are these:
time-noted = Noted: { $wish }. After these questions I look for a place then.
time-is-over = That time is over. Which later one would suit you?
closed-then = Closed: { $wish }. What about these?
no-earlier-time = Nothing earlier is free. What about these?
no-later-time = Nothing later is free. What about these?
wish-any = any time
wish-day = { $day }
wish-days = { $first } to { $last }
wish-days-from = { $first } or later
wish-weekdays = every { $days }
wish-but = not { $days }
wish-morning = in the morning
wish-afternoon = in the afternoon
wish-at = at { $time }
wish-from = from { $time }
wish-until = before { $time }
wish-between = { $first } to { $last }
wish-soonest = as early as possible
wish-latest = as late as possible
wish-joint = |, |
confirm-place = I keep { $centre }, { $when } for you; it is yours for { $minutes } more minutes. Shall I book it?
book-it = book it
    .said = confirm|take it|book
booked-one = Booked: { $centre }, { $when }.
no-times = { $centre } is full for the next ten working days.
not-announced = The holidays of { $year } are not yet announced, so nothing can be booked then.
too-far-ahead = Places are open until { $last }; later ones are not out yet. These are:
nothing-booked = Nothing is booked for "{ $title }".
not-that-time = Nothing is free for { $wish }. What about these?
time-not-offered = That time is no longer among those to choose from. These are:
refused-gone = Somebody took it just now, sorry. These are still free:
refused-expired = The minutes are over and the place went back. Please choose again:
refused-already-booked = You have a place for this already; send /my to see it.
refused-limit = So that there are places for everybody, each person has one for the same matter and at most five visits ahead. Send /my for what you have booked: it can be moved or cancelled.
refused-too-late = It has begun, so it can no longer be moved or cancelled. If you missed it, just book again.
refused-unknown = There is no such appointment; it may be cancelled. Send /my for what there is.
backend-silent = The system does not answer just now. Nothing is lost; tap to try again in a while.
try-again = try again
    .said = again|retry|ok
no-such-place = There is no appointment for this visit.
later-visit-moves = The visit before was moved, so this later one no longer fits. Let's move it too:

## The system does not answer

unsettled-look = The booking system does not answer just now. I keep what you are looking for: times for { $what }. I go on trying by myself and send them here to choose from as soon as it answers; you need not do anything.
unsettled-book = The booking system does not answer just now. I keep your wish: { $what }. I go on trying by myself, book it as soon as the system answers, without asking you again, and tell you here; you need not do anything. Until I have told you, it is not certain.
unsettled-move = The booking system does not answer just now. I keep your wish: move to { $what }. I go on trying by myself and tell you here as soon as it is moved; you need not do anything. Which of the two times counts is certain only once I have told you.
unsettled-cancel = The booking system does not answer just now. I keep your wish: cancel { $what }. I go on trying by myself and tell you here as soon as it is cancelled; you need not do anything. Until then the place may still be yours.
unsettled-submit = The system that takes applications does not answer just now. I keep your application for "{ $title }" exactly as you looked it over, go on trying by myself to hand it in, and send you the receipt here; you need not do anything. It counts as handed in only once you have the receipt.
unsettled-add = The system that takes applications does not answer just now. I keep the papers that you add to "{ $title }", go on trying by myself to hand them in, and tell you here; you need not do anything. They count as handed in only once I have told you.
unsettled-take-back = The system that takes applications does not answer just now. I keep your wish to take back "{ $title }". I go on trying by myself and tell you here as soon as it is taken back; you need not do anything. Until then the application goes its way.
unsettled-find-out = All right, it is given up, and I do nothing more about it. Only, it is not known yet whether this had gone through before: { $deed }. I find out by myself in a minute and tell you here.
unsettled-over = I am sorry: the system has not answered all this time, and I could not get this done: { $deed }. As far as is known, nothing was booked, changed or handed in. I no longer try by myself; tap to try again, or call 12345.
unsettled-over-unknown = I am sorry: the system has not answered all this time, so it is still not known whether this had gone through: { $deed }. Tap to ask again, or call 12345.
answers-again = [News] The system answers again.
gone-book = [News] The system answers again, but somebody else has taken { $what } meanwhile, so I could not book it for you, sorry. Let me see what is free around it.
gone-move = [News] The system answers again, but somebody else has taken { $what } meanwhile, so I could not move yours, sorry; you still have the place you had. Let me see what is free around it.
gone-over = [News] The system answers again, but { $what } is over by now, so it was too late for it, sorry. Let me see what comes next.
no-longer-tried = Then I no longer try to book { $what }.
first-known = It is not known yet whether this went through: { $deed }. Until it is, I leave that matter as it is, so that nothing is done twice. Everything else can go on.
gave-up-look = All right, I look no further. Say so whenever you want to book.
gave-up-book = All right, I no longer try to book { $what }. It is not booked; should it have been kept for you, it falls free by itself within minutes.
gave-up-late = [News] It is known now: this had gone through before you gave it up: { $deed }.
gave-up-nothing = [News] It is known now: this had not gone through: { $deed }. Everything is as it was.
try-now = try now
    .said = try again|again|retry
give-it-up = drop it
    .said = give it up|never mind|forget it|stop trying
deed-look = looking for times for { $what }
deed-book = booking { $what }
deed-move = moving to { $what }
deed-cancel = cancelling { $what }
deed-submit = handing in the application for { $what }
deed-add = adding papers to { $what }
deed-take-back = taking back { $what }
wanted-place = { $when } at { $centre } ({ $title })
wanted-places = { $count } matters from { $when } on at { $centre }
wanted-times = "{ $title }" at { $centre }
wanted-times-for = { $wish }, "{ $title }" at { $centre }
wanted-matter = "{ $title }"

## Booked

ticket-title = [Booked] { $title }  code { $code }
ticket-visit = ▸ { $purpose }
ticket-when = When: { $when }, about { $minutes } minutes
ticket-where = Where: { $centre }, { $counter }
ticket-address = Address: { $address }
ticket-bring = Bring: { $items }
ticket-who = Who comes: { $people }
ticket-not-booked = ▸ { $purpose }: not booked yet; send /my to book it
ticket-change = To move or cancel it, send /my.
entry-title = { $title } (code { $code })
entry-title-visit = { $title }: { $purpose } (code { $code })
entry-place = { $centre }, { $counter }
entry-address-approximate = The point on the map is only approximate: confirm it with 12345 before you set out. { $address }
remind-tomorrow = [Reminder] Tomorrow: { $title }  code { $code }
remind-today = [Reminder] Today: { $title }  code { $code }
remind-change = Can't come? Move or cancel it, and the place goes to somebody else.
nothing-to-bring = nothing


finish-title = [{ $way }] { $title }  code { $code }
finish-where = Where: { $where }
finish-who = Who: { $people }
papers-upload = Upload a photo of:
papers-bring = Have with you:
papers-post = Send in:
finish-face = No papers; your face is enough.
finish-hand-in = To hand in (you are told how on the way):
finish-no-visit = No visit to a counter at all.{ $sure }

## My matters

nothing-yet = You have nothing under way. Tell me what you want to get done.
mine-matter = { $title }  code { $code }: { $state }
mine-place = {"  "}{ $when }, { $centre }
state-asking = some questions are open
state-stopped = not possible for now
state-choosingway = the result is there; choose how to do it
state-choosingcentre = choose a centre
state-choosingslot = choose a time
state-confirming = a place is kept for you; confirm it
state-done = all arranged
state-later = something is not booked yet
state-retired = no longer offered
state-unsettled = no answer yet; I go on trying
state-in-vain = no answer came; it can be tried again
move-place = move: { $when }
    .said = move|move it|reschedule|change the time
cancel-place = cancel: { $when }
    .said = cancel|cancel it|cancel the appointment
sure-drop = Give up "{ $title }"? Your answers will be deleted.
sure-cancel = Cancel the appointment for "{ $title }", { $when }?
yes-do = yes
    .said = do it|cancel it
no-keep = no, keep it
    .said = keep|don't
dropped = All right, "{ $title }" is given up. Come back any time.
kept-as-it-is = All right, nothing was changed.
asked-else = I was asked for something else
asked-else-for = I was asked for something else: { $title }
asked-else-noted = Thank you for telling me, and sorry for the trouble. "{ $title }" was promised to you otherwise: this is recorded against the promise and goes to the centre. If you are stuck at the window, call 12345 and quote { $code }.
place-cancelled = The appointment for "{ $title }" is cancelled and the place given back.
book-again = book again
cancel-which = Which one?
nothing-to-cancel = There is nothing to cancel just now.

## Terminal

terminal-paper = Which file? Please write its path after /paper, for example /paper lease.pdf.
terminal-no-file = There is no file that can be read at { $path }. Please check the path.

## Telegram

tg-edited = I do not see changed messages; please send the new words again.
tg-forwarded = I do not read forwarded messages. Please tell me in your own words what happened.
tg-sticker = Thanks for the sticker. Please type what you want to get done.
tg-voice = I cannot listen yet; please type.
tg-not-fetched = The file did not arrive; something went wrong on the way. Please send it again.
tg-contact = No need to send a contact; I do not need your phone number.
tg-words-only = I cannot read this; please type.
tg-trouble = Sorry, this one went wrong on our side. Please say it again; if it fails again, call 12345 and quote { $number }.
tg-group = Matters are personal, so not in a group, please. You find me here: { $link }
tg-description = Tell me what happened; I say what to bring and how often to come, and book the visit for you. Free of charge.
tg-short-description = Zhejiang "At Most One Visit" assistant
tg-command-my = my matters and appointments
tg-command-back = one step back
tg-command-cancel = give up, or cancel an appointment
tg-command-language = Chinese or English
tg-command-help = how it works
tg-command-start = start

## The guide

guide-title = [Guide] { $title }
guide-aim = When it is done: { $aim }
guide-lead = Department in the lead: { $department }
guide-with = With: { $departments }
guide-applicants = Who applies: { $people }
guide-office-home = Where: the service centre where the home is
guide-office-household = Where: the service centre where the household is registered
guide-office-employer = Where: the service centre where the employer is
guide-office-residence = Where: the service centre where you live
guide-office-premises = Where: the service centre where the business is
guide-office-anywhere = Where: any service centre
guide-basis = By law:
guide-law = { $law }, { $article }{ $sure }
guide-questions = First, which is your situation:
guide-question = { $number }. { $question } { $options }
guide-stops = This cannot be done:
guide-instead = { $say } Instead: { $titles }
guide-bring = Documents to bring:
guide-bring-nothing = There is no document to bring.
guide-covered = Not needed, the departments share them (bring them only when a register does not answer or has no entry):
guide-on-paper = { $line } (to be brought, as no register has it: { $condition })
guide-tolerated-within = { $document }: within { $days ->
    [one] 1 working day
   *[other] { $days } working days
 }
guide-tolerated = May follow after the application is accepted:
guide-tolerated-none = May follow after the application is accepted: none
guide-way = { $way }: { $visits ->
    [0] no visit
    [one] one visit
   *[other] { $visits } visits
 }{ $sure }
guide-way-online = online
guide-way-window = at the window
guide-way-home = officials come to you
guide-way-post = by post
guide-way-self-service = at a machine
guide-detail = {"  "}{ $detail }
guide-where = where: { $where }
guide-who = who: { $people }
guide-face = you show your face; no identity document
guide-papers-upload = photos of the papers are uploaded
guide-papers-post = the papers are posted
guide-visit = { $counter }, about { $minutes } minutes
guide-visit-purpose = { $purpose }: { $counter }, about { $minutes } minutes
guide-visit-who = who comes this time: { $people }
guide-after = not before { $days } days after the visit before
guide-within = within { $days } days from then
guide-collect = the result is collected another day, which is a visit too
guide-fee = Fee:
guide-law-of-limit = by: { $law }
guide-steps = How it goes:
guide-step = Step { $step }: { $decisions }
guide-decision = { $department } decides
guide-decision-on = { $department } decides on: { $what }
guide-publicity = { $decision } (after { $time } for objections)
guide-result = What you get: { $what }
guide-given = How you get it: { $how }
guide-give-electronic = electronically
guide-give-post = by post
guide-give-on-the-spot = on the spot
guide-give-self-service = printed at a machine
guide-give-collect = collected another day
guide-then = Told afterwards by us, without another trip of yours:
guide-told = { $department }: { $what }
guide-papers-exception = Why more than one paper is needed: { $say }
guide-before = Before the reform: { $papers } papers ({ $note }){ $sure }
guide-related = Related: { $titles }
guide-words = Words of the office:
guide-word = { $word }: { $means }
guide-review = This guide is looked at again by { $day }.
only-for = { $line } (only for: { $condition })
only-asked = { $question } (asked only for: { $condition })
quoted = "{ $answer }"
condition-answer = { $answers } to question { $number }
condition-not-answer = anything but { $answers } to question { $number }
condition-not = anything but { $answers }
condition-unless = { $condition }, but not { $unless }
condition-all-but = all but: { $unless }
then-also = |; |
guide-stop = { $condition }: { $say }
ending = ||
either = | or |
and-also = |, and |
or-where = |; or |
bare-answers = yes|no|not|none|neither|one|two|some|other|another|only|it|a new|here|several|all|more|both

## Who you are

login-link =
    First show who you are; the link is good for { $minutes } minutes:
    { $url }
    The last page shows six digits: send them here. Send them only in this chat, where you asked, and to nobody else.
login-leave = not now
    .said = no login|skip the login|never mind the login
login-left = All right, it goes on without a login too.
login-done = Thank you, { $name }, that is you.
login-again = once more
    .said = again|retry
login-wrong = Those six digits do not fit. Please look at the page and send them again.
login-over = This login is over. Just begin it once more.
login-not-sure = This step needs your face to be shown; the login just now was not enough.
login-not-asked = I am not waiting for digits just now. Tell me what you want to get done.
login-not-here = One cannot log in here yet. Never mind: at the counter it is looked up for you.
identity-silent = The login does not answer just now; tap to try again in a while.
logged-out = You are logged out. Your matters and appointments stay.
not-logged-in = You are not logged in.
sure-not-me = Are you sure? This chat will have nothing to do with whoever used it before: what was said and looked up is no longer shown here. Booked places stay booked; the ID card is enough at the counter.
not-me-any-more = All right, whatever belonged to the person before is gone from here. What do you want to get done?

## What departments share

check-first = have it looked up first
    .said = look it up|look it up first|check for me|check it first
check-not-here = There is nothing here that can be looked up in advance; at the counter it is done for you.
check-later = All right, not now; at the counter it is looked up just the same.
consent-title = This would be looked up, for "{ $title }" only, and only if you agree:
consent-title-invited = Somebody asks you to join in "{ $title }". This would be looked up about you, and only if you agree:
consent-line = { $what }: in the { $registers }
consent-form = for the form, { $fields }: in the { $registers }
consent-paper = You bring, and we do not look up: { $papers }
consent-others = Not included: what concerns { $who }. They have to agree themselves.
consent-terms = It lasts { $days } days at most, and you can withdraw it any time: /mydata shows who read what.
consent-agree = I agree, look it up
    .said = agree|yes|ok|go ahead|sure
consent-agree-rest = that's it, look up the rest
    .said = done|the rest|agree
consent-pick = some of it I bring myself
    .said = some of it|part of it|partly
consent-paper-all = look up nothing, I bring the papers
    .said = paper|all on paper|I bring everything|look up nothing|nothing looked up
consent-skip = not now
    .said = later|skip
consent-gone = Your consent was withdrawn or is over, so nothing was looked up. Agree again if you want it.
pick-out = { $what }: I bring it
pick-back = { $what }: look it up after all
paper-then = All right, nothing is looked up; with your own papers it is this:
evidence-title = Looked up for "{ $title }". Please have a look; it is used only if you say so:
found-found = ✓ { $what }: in the { $register }, recorded { $recorded } ({ $shown })
found-found-plain = ✓ { $what }: in the { $register }, recorded { $recorded }
found-not_found = ✗ { $what }: not found in the { $register }, to be brought
found-expired = ✗ { $what }: what the { $register } has ended on { $until }, bring the new one ({ $shown })
found-expired-plain = ✗ { $what }: what the { $register } has ended on { $until }, bring the new one
found-contradicted = ! { $what }: the { $register } says something else than you ({ $shown })
found-contradicted-plain = ! { $what }: the { $register } says something else than you
found-unavailable = … { $what }: the { $register } does not answer just now
found-several = ? { $what }: there are several, please say which
found-disputed = ✗ { $what }: you say the { $register } is wrong, so your paper counts
found-value = { $name }: { $value }
evidence-form = The form has { $fields } fields; { $done } are filled in for you.
evidence-use = all right, use this
    .said = all right|correct|that's right|use it|ok|yes
evidence-wait = keep it, look again when they answer and tell me
    .said = keep it|wait for it|look again later
evidence-doubt = something is wrong
    .said = wrong|that's wrong|not correct
evidence-form-show = show what is in the form
    .said = show the form|the form
evidence-paper = use none of it, I bring the papers
    .said = none of it|use none|I bring the papers|all on paper
evidence-close = not now
    .said = later|leave it
preview-closed = All right, not now. Your consent stands; /mydata withdraws it, and one tap looks it up again.
found-until = valid until { $until }
which-person = { $name }
which-is-wrong = Which one is wrong?
doubt-this = { $what }
doubt-none = nothing is wrong, use it
dispute-noted = Noted: your paper counts, and those who keep the { $register } are asked to put it right.
wait-noted = All right, it is kept. I look again as soon as they answer, and tell you. If it is urgent, this is what to bring today:
wait-over = [News] "{ $title }": what did not answer last time is back, and everything is looked up.
wait-in-vain = [No luck] "{ $title }": their system has not answered at all, so please bring the paper. Sorry.
form-title = The form for "{ $title }":
form-filled = { $label }: { $value } ({ $register })
form-hidden = { $label }: filled in, not shown here ({ $register })
form-open = { $label }: for you to fill in
form-fix = correct: { $label }
form-type = What should "{ $label }" be? Please type it.
covered-seen = { $document }: found in the { $register } of { $department }, recorded { $recorded }
covered-seen-plain = { $document }: found in the { $register } of { $department }
me-which = Which of these are you?
me-nobody = none of them, I act for them
    .said = none of them|I am the agent|for somebody else
consent-others-only = What "{ $title }" needs looked up concerns { $who }; they have to agree themselves:
invite-other = ask { $who } to agree too
    .said = ask them to agree|ask the other side
invite-code =
    Ask { $who } to open this assistant on their own phone and send this (good until { $until }):
    agree { $code }
    They log in and decide themselves; only then is anything looked up. I tell you as soon as they answer.
invite-unknown = This code is wrong, used or over. Please ask for a new one.
invite-own = This code is for { $who }: they have to log in and agree themselves.
invite-refused = No consent came from { $who }, so those papers have to be brought.
join-yes = I agree, look these up
    .said = agree|yes|ok
join-no = I do not agree
    .said = no|refuse|disagree
join-thanks = Thank you, they know now. To withdraw it, send /mydata.
join-refused = All right, nothing was looked up, and they know.

## Handing it in

apply-here = Hand it in right here
    .said = apply here|submit it here|submit online|apply now|hand it in
apply-leave = not now
    .said = later|leave it for now
apply-left = All right, not now. What you wrote is kept; send /my to go on.
apply-awaits = Online, { $who } has to agree as well. Once they do, we go on:
apply-refused-by = Without the consent of { $who } it cannot be handed in online. Ask them again, or do it at the window:
write-line = The form still lacks { $left ->
    [one] one line
   *[other] { $left } lines
 } from you. What shall stand under "{ $label }"?
write-line-hint = The form still lacks { $left ->
    [one] one line
   *[other] { $left } lines
 } from you. What shall stand under "{ $label }"? { $hint }
why-line = No department's register holds this; only you know it, so you write it, and need no other proof of it.
write-date = Year, month and day, like 5 March 2026.
write-yuan = An amount in yuan, like 3,500,000.
write-phone = A mobile number, or a landline with its area code.
write-citizen-number = The 18 characters on the ID card.
write-credit-code = The 18 characters on the business licence.
write-plate = As it stands on the plate.
write-bank-account = As it stands on the card.
upload-this = Please send me "{ $document }" as a photo or a file. Pictures and PDF both work; every page, with all four corners.
upload-one-of = Please send me "{ $document }" as a photo or a file; "{ $other }" does as well. Every page, with all four corners.
upload-more = "{ $document }": { $count ->
    [one] one file is here
   *[other] { $count } files are here
 }. Send more pages if there are any, or go on.
upload-first = This one is not here yet. Please send it first.
upload-enough = that is all, go on
    .said = that's all|that is all|done|go on|nothing more
upload-none = I have none
    .said = none|don't have it
upload-follow = apply now, bring it within { $days ->
    [one] one working day
   *[other] { $days } working days
 }
    .said = later|follow later|send it later
sign-title = Nobody has to certify these for you; your signed word is enough:
sign-consequence = It counts: the departments check it. If it is not true, the decision is withdrawn, it goes on your credit record, and you answer for the damage. Is all of it true?
sign-it = it is true, I sign
    .said = true|i sign|i agree|yes i commit
which-giving = How shall the result come to you?
giving-electronic = electronic, to be seen online
    .said = electronic|online|digital
giving-post = by post to my home
    .said = post|by mail|send it
giving-on-the-spot = on the spot
giving-self-service = printed at a self-service machine
    .said = machine|self-service|print it
giving-collect = I collect it myself
    .said = collect|pick it up
submit-it = all right, submit
    .said = submit|send it|all correct
submit-all = submit it together with "{ $title }"{ $count ->
    [1] { "" }
   *[other] { " " }and others
 }
amend-line = a line is wrong
    .said = change|something is wrong|edit
amend-which = Which line shall be changed?
amend-nothing = nothing after all, back to the check
    .said = nothing|back to the check
amend-answer = change: { $question } { $answer }
amend-upload = upload again: { $document }
amend-giving = change how the result comes
apply-title = [Please check] { $title }  No. { $code }
apply-answers = Your situation:
apply-answer = { $question } { $answer }
apply-form = The form:
apply-papers = Uploaded:
apply-commitments = Signed by you:
apply-signed = { $document }: signed. If it is not true, the decision is withdrawn and it goes on your credit record
apply-uploaded = { $document }: { $count ->
    [one] one file
   *[other] { $count } files
 } ({ $files })
apply-follows-in = within { $days ->
    [one] one working day
   *[other] { $days } working days
 }
apply-follows-by = by { $until } ({ $days ->
    [one] one working day
   *[other] { $days } working days
 })
apply-follows = { $document }: follows { $within } after you apply; if it does not, the department may treat the papers as incomplete
apply-none = { $document }: none
apply-giving = How the result comes: { $how }
apply-limit = Promised within: { $limit }
yuan = { $amount } yuan
form-written = { $label }: { $value } (written by you)
case-incomplete = It is not handed in yet: the consent to look things up was withdrawn or has ended, so some lines are empty. Look them up once more and it can go:
case-papers-gone = It is not handed in yet: something that you uploaded lay here too long and was deleted. Please send it again.
case-closed = This case is decided or was withdrawn, so nothing can be changed.
case-not-asked = Nothing more is asked of you now.
case-unknown = There is no such case, or the one-time code is wrong or used. Please send it once more as it stands on the receipt, or call 12345.
case-person-gone = The login is over. Please show once more who you are.
case-submitted-already = It is handed in, so nothing can be changed. If it must be changed, take it back first and apply again.
receipt-title = [Submitted] { $title }
receipt-now = It is with { $departments } now.
receipt-then = After that it goes to { $departments }.
receipt-until = You have the result by { $until } at the latest.
receipt-give-electronic = The electronic result comes straight here and to the Zheliban app.
receipt-give-post = The result is posted to you; you hear the number when it leaves.
receipt-give-on-the-spot = You are given the result on the spot.
receipt-give-self-service = You hear when it is ready; any self-service machine prints it.
receipt-give-collect = You hear when and where to collect it.
receipt-code = Your number is { $code } (on the phone, read it in two halves). I tell you of every step until the result is in your hands.
progress-title = [Progress] { $title }  No. { $code }
event-submitted = you applied
event-approved = ✓ { $body } has approved.
event-refused = ✗ { $body } has refused: { $reason }
event-asked = { $body } asks you for the following by { $until }, all of it at once:
event-asked-how = Send photos or files right here and then tap "send on". These days do not count in the time it takes.
event-added = you sent what was asked for
event-late = { $body } has not finished by { $until } as promised. We are sorry. The head of the centre now sees to it; you need not come or call.
event-withdrawn = The application is taken back.
event-delivered = ✓ { $body } has been told. You need not tell them again.
event-delivery-waits = The system of { $body } does not answer just now. We keep trying until it does; you need do nothing.
event-delivery-refused = { $body } did not take it; a clerk now sees to it.
event-delivery-settled = A clerk has settled it with { $body }.
event-paper-missing = { $papers }, due by { $until }, has not come. You can still send a photo right here; if it never comes, the department may treat the papers as incomplete.
refusal-fact = What stands in the way: { $question }
refusal-changes = From { $day } on this will be different. Apply again then, and I go on with you.
refusal-object = If you think it is wrong, call 12345 and ask for a review. You may also ask for administrative reconsideration by { $day }, or go to court within six months.
in-hand-electronic = ✓ The result is yours: electronic, in the Zheliban app at any time.
in-hand-post = ✓ The result is in the post, number { $number }. Please look out for it.
in-hand-on-the-spot = ✓ The result was given to you on the spot.
in-hand-self-service = ✓ The result was printed at a machine.
in-hand-collect = ✓ You have collected the result.
case-done = The matter is done: nothing more to bring, and nowhere to go.
case-left = We still tell { $bodies } for you and let you know; you need not go there.
case-in-hand = Done: the result is in your hands.
case-in-hands = "{ $title }" is handed in and under way.
case-state-deciding = Under way.
case-state-approved = ✓ Everything is approved.
case-state-partly = Part of it is approved, and part is not.
case-state-refused = It was not approved.
case-state-withdrawn = The application was taken back.
case-until = It is decided by { $until } at the latest.
case-until-unknown = The holidays of that year are not announced yet; you hear the day as soon as it is certain.
case-asked-still = It waits for papers from you, due by { $until }:
result-give-electronic = The electronic result comes at once.
result-give-post = The result is about to be posted; you hear the number.
result-give-on-the-spot = The result is given on the spot.
result-give-self-service = Any self-service machine prints it; take your ID card along.
result-give-collect = It can be collected; take your ID card along.
timeline-title = [Progress] { $title }  No. { $code }
timeline-steps = Who has it:
timeline-deliveries = Afterwards we tell for you:
timeline-events = What happened:
timeline-event = { $at } { $what }
step-decides = { $department } ({ $what })
step-open = { $who }: has it since { $since }, until { $until } at the latest
step-late = { $who }: has it since { $since }, is past { $until }; the head of the centre sees to it
step-announced = { $who }: has it since { $since }, announced until { $until }, decided after that
step-waiting = { $who }: waits for the step before
step-approved = { $who }: ✓ approved { $at }
step-refused = { $who }: ✗ refused { $at }
step-dropped = { $who }: no longer needed
delivery-waiting = { $body } ({ $what }): told once it is approved
delivery-next = { $body } ({ $what }): told after the one before it
delivery-sending = { $body } ({ $what }): being told
delivery-delivered = { $body } ({ $what }): ✓ told { $at }
delivery-refused = { $body } ({ $what }): not taken there, a clerk sees to it
delivery-settled = { $body } ({ $what }): ✓ settled by a clerk
delivery-dropped = { $body } ({ $what }): no longer needed
case-status = how far is it?
    .said = progress|status|how is it going|where is my application
case-status-of = progress: { $title }
case-add = that is all, send on
    .said = send on|that's all|that is all|done
case-pass = let my family see it once
    .said = let my family see it|show it to my family
case-take-back = take the application back
    .said = withdraw|take it back|cancel my application
case-pass-given = Send this line to whoever is to see it; it is good for { $minutes } minutes, once:
    status { $code } { $once }
case-whose = This case was not handed in from this chat. If it is yours, show who you are and you can see it; if it is somebody else's, ask them for a one-time code.
sure-take-back = Really take back the application for "{ $title }"? All departments stop, and to go on you would have to apply again.
taken-back = The application for "{ $title }" is taken back.
added = What you sent for "{ $title }" is handed on, and the departments go on.
add-nothing = Nothing is here yet. Please send the photos or files first.
add-got = Got it ({ $count }). Send more if there is more, then tap "send on".
mine-deciding = handed in, under way
mine-asked = waits for papers from you
mine-approved = approved, the result is on its way
mine-partly = approved in part
mine-refused = refused
mine-withdrawn = taken back
mine-in-hand = done
state-awaiting = waits for the others' consent
state-writing = the form waits for you
state-uploading = waits for your papers
state-signing = waits for your signature
state-choosinggiving = you choose how the result comes
state-amending = you choose the line to change
state-checking = ready: check it and submit

## My data

data-title = [My data]
data-nothing = Nothing about you was looked up here.
data-no-consents = There is no consent in force.
data-consents = What you agreed to:
data-consent = "{ $title }" code { $case }: { $registers }, until { $until }
data-readings = What was read, newest first:
data-reading = { $at }, for "{ $title }" (code { $case }), { $register }, { $document }: { $state }
data-fields = fields of the form
data-found = found
data-not-found = not found
data-contradicted = not what you said
data-unavailable = no answer
data-expired = out of date
data-several = several people
data-more = { $count } more; all of them are in the export.
data-withdraw = withdraw the consent for { $case }
data-withdrawn = Withdrawn. What was read on it is deleted.
data-show = my data
data-export = export my data
    .said = export|download
data-exported = All your data are in this file; keep it safe.
data-erase = erase my data
    .said = erase|delete
sure-erase = Erase it? What was read, what you agreed to and what you have not handed in go, and you are logged out; appointments and applications stay.
data-erased = Erased: { $evidence } things that were read, { $consents } consents. Who read what and when has to be kept for three years by law: { $kept } lines, for inspection only.
data-erased-before = Your data are erased, and you are logged out.
state-consenting = decide whether it is looked up
state-picking = choose what you bring yourself
state-reviewing = looked up; have a look
state-doubting = say which one is wrong
state-choosingme = say which of them you are
tg-command-mydata = who read my data

## Papers that are uploaded

paper-not-asked = Nothing has to be uploaded now, so this file is not used. I will say so when something is needed.
paper-refused-type = I cannot take this kind of file. Please send a photo as a picture, or a JPEG, PNG or PDF file; a HEIC of an iPhone can be sent as a picture, too.
paper-refused-empty = This file is empty. Please send it again.
paper-refused-too-big = This file is too big: { $megabytes } MB is the most. Please send a photo, or make it smaller, or send it in parts.
paper-refused-too-many-pages = This file has too many pages: { $pages } is the most. Please send only the pages that are needed, or send it in parts.
paper-refused-unreadable = This file cannot be opened; perhaps it is not complete. Please send it again, or send a photo.
paper-refused-locked = This PDF opens only with a password. Please take the password off and send it again, or send a photo; do not tell me the password.
paper-refused-too-many = You have sent { $files } files that are not handed in yet, which is the most. Please hand in what you have, then send others.

## What is written
# What is wrong, and how it is written; a wrong number is never repeated.

value-wrong-text = This line cannot be empty. A few words will do; if there is nothing to write, write "none".
value-wrong-text-long = There is room for { $most } characters here. Please write only what matters: an address, for example, ends with its number.
value-wrong-date = I cannot tell which day that is. Please write year, month and day, for example { $example } or 5 March 2026.
value-wrong-date-none = There is no such day. Please check the month and the day, and write it like { $example }.
value-wrong-date-year = The year has to lie between { $first } and { $last }. Please check it, and write it like { $example }.
value-wrong-yuan = I cannot tell how much that is. Please write one exact amount in yuan, for example { $example } or 3.5 million.
value-wrong-yuan-range = The amount has to be above 0 and below 1,000 billion yuan. Please check it, and write it like { $example }.
value-wrong-yuan-fen = An amount has at most two decimals, for example 80.50.
value-wrong-phone = This is no complete phone number. Please write a mobile number, or a landline number with its area code, for example { $example } or 0571-88881234; abroad, begin with + and the country code.
value-wrong-citizen-number = This is no citizen number: it has 18 characters, and the last one is a digit or X. Please copy it from the card once more; it looks like { $example }.
value-wrong-credit-code = This is no unified social credit code: it has 18 characters, and none of I, O, Z, S and V. Please copy it from the business licence once more; it looks like { $example }.
value-wrong-plate = This is no number plate: the sign of the province, a letter, then 5 characters (6 for new energy), none of them I or O, for example { $example }.
value-wrong-bank-account = A bank account has 8 to 30 digits. Please check it; it looks like { $example }.
value-wrong-bank-card = One digit of this card number is wrong. Please copy it from the card once more; it looks like { $example }.

## Several matters in one visit

events = These turns of life bring several matters along. I ask once, and one visit may do. Which one is it?
no-events = There are no life events here yet. Just tell me what you want done.
ask-event = { $question }
life-title = [{ $title }] { $achieves }
life-parts = These { $count } belong to it. What they share is asked once, and one visit does all that can be done in one:
life-nothing = As you describe it, there is nothing to do.
life-part = { $title } (can also be done without a visit)
life-part-visit = { $title }
life-more = with all that goes with it: { $title }
life-go = yes, all of it
    .said = yes|ok|go on|all of it|together
life-out = leave out: { $title }
life-in = take in again: { $title }
life-no = not now
    .said = not now|no|never mind
joint-begins = All right, { $count } together. First { $title }:
joint-next = Next is { $title }.
joint-without = We go on with the others; "{ $title }" is left aside.
joint-one = [One visit] { $count } matters, one visit does them all.
joint-several = [{ $trips } visits at least] { $count } matters cannot be done in one visit; below is why.
joint-why-centre = Why not one: no centre can do all of these: { $titles }.
joint-why-result = Why not one: { $titles }; the second needs the result of the first, in about { $days } days.
joint-why-never = Why not one: there is no day with a place free for each of these: { $titles }.
joint-why-long = Why not one: you are needed for each of these, and they do not fit into one day: { $titles }.
joint-why-clash = Why not one: the free times of these clash: { $titles }.
joint-later = One more visit: { $titles } has to wait for a result of the others. Book it once that is there; /my goes on with it.
joint-again = { $visits ->
    [one] { $title } takes one more visit by law, booked after this one.
   *[other] { $title } takes { $visits } more visits by law, booked after this one.
}
joint-left = Nothing is free for now: { $titles }.
joint-bring = Bring once for all of it:
joint-given = Handed out on the same visit, so need not be brought:
joint-given-line = { $item }: what "{ $title }" has just given does
joint-online = No visit is needed for:
joint-online-line = { $title }: { $way }
joint-nearest = Nearest:
joint-earliest = Earliest:
joint-quietest = Quietest:
joint-trip = From { $when }, { $centre }
joint-sitting = { "  " }{ $time } { $counter }: { $title } (code { $code })
joint-others = { "  " }Who comes along: { $people }
joint-which = Which one? You can also say a district and a time, like "Xihu, next Wednesday morning".
joint-nothing-free = Nothing is free for these in the next ten working days. Book them one by one, or say another time.
plan-nearest = nearest: { $when }, { $centre }
    .said = nearest|closest|near me
plan-earliest = earliest: { $when }, { $centre }
    .said = earliest|soonest|as soon as possible
plan-quietest = quietest: { $when }, { $centre }
    .said = quietest|least busy|no queue
plan-apart = rather one by one
    .said = one by one|separately|apart
plan-apart-now = All right, one by one.
plan-all = these { $count } in one visit
    .said = all in one visit|in one visit|book together
plan-book = book all of it
    .said = book|book it|yes|ok|book all|sure
joint-kept = I keep all of these for you, for { $minutes } more minutes:
joint-kept-ask = Shall I book all of it?
joint-booked = { $trips ->
    [one] [Booked] { $count } matters, one visit.
   *[other] [Booked] { $count } matters, { $trips } visits.
}
remind-also = On the same visit:
remind-also-line = { $time } { $counter }: { $title } (bring: { $items })
move-all = move the whole visit ({ $day })
    .said = move all|move the visit
cancel-all = cancel the whole visit ({ $day })
    .said = cancel all|cancel the visit
sure-cancel-all = Cancel everything that is booked for this visit?
joint-cancelled = Cancelled: all { $count } places went back.
slot-earliest = earliest: { $when }, { $centre }
    .said = earliest|soonest|as soon as possible
slot-quietest = quietest: { $when }, { $centre }
    .said = quietest|least busy|no queue
tg-command-events = life events: several matters, one visit

## The waiting list

queue = put me on the waiting list
    .said = waiting list|wait list|waitlist|put me on the list|tell me when something is free
earlier-place = tell me when something before { $when } is free
    .said = tell me when something earlier is free|wait for something earlier
unqueue = leave the waiting list
    .said = take me off the list|stop waiting
queued = You are on the waiting list: { $centre }, { $times }. { $ahead ->
    [0] You are the first.
    [one] One is before you.
   *[other] { $ahead } are before you.
 } Places that people give back go round in order of arrival. When it is your turn I tell you here at once, and the place is yours for half an hour, at night until half past eight. If you book another one yourself, the waiting ends.
queued-already = You are on the waiting list already: { $centre }, { $times }. { $ahead ->
    [0] You are the first.
    [one] One is before you.
   *[other] { $ahead } are before you.
 }
not-queued = You are not on the waiting list for this.
queue-left = All right, you no longer wait for "{ $title }".
queue-limit = To be fair to everybody, each person waits once for the same matter, not beside a place booked elsewhere, and for three matters at most. Send /my for yours.
awaited-before = before { $when }
place-offered = [A place for you] "{ $title }": { $when }, { $centre }. It is kept for you until { $until }. Do you want it?
swap-offered = [An earlier place] "{ $title }": { $when }, { $centre }. If you take it, your place on { $had } goes to the next. It is kept for you until { $until }. Shall I swap?
take-it = yes, book { $when }
swap-it = swap to { $when }
leave-it = no, leave it to the next
waiting-unanswered = You did not answer in time, so the place for "{ $title }" went to the next. You still wait, now at the end of the list; if another one stays unanswered, the waiting ends.
waiting-dropped = You did not answer in time, so the place for "{ $title }" went to the next, and the waiting ends here. To wait again, start below.
waiting-over = The time for which you waited is over: nothing became free for "{ $title }", sorry.
offer-declined = All right, the next one gets it, and the waiting for "{ $title }" ends. To wait again, start below.
offer-expired = The time to answer is over; the place went to the next.
offer-limit = You have a place for this matter already, so you cannot take this one too. Send /my to see it.
offer-too-late = Your appointment has begun, so it can no longer be swapped.
offer-unknown = That place is no longer kept for you. Send /my for what there is.
mine-waiting = {"  "}waiting: { $centre }, { $times }; { $ahead ->
    [0] you are the first
    [one] one is before you
   *[other] { $ahead } are before you
 }
mine-offered = {"  "}kept for you: { $when }, { $centre }, until { $until }

## On the day

hall-checked-in = You are checked in. Your number is { $number }, for "{ $title }". { $wait } I tell you here as soon as you are called.
hall-checked-in-late = You are checked in. Your number is { $number }, for "{ $title }". The time of your appointment has passed, so you wait with those who have none; there is no need to book again. { $wait } I tell you here as soon as you are called.
hall-wait-next = You are next: please stay near the windows.
hall-wait-appointment = You are early: your appointment is on { $when }, and you are called then, or sooner if nobody is before you.
hall-wait-measured = { $count ->
    [0] Nobody waits before you, but the windows are busy: about { $minutes } minutes, as things have gone lately.
    [one] One person is before you: about { $minutes } minutes, as things have gone lately.
   *[other] { $count } people are before you: about { $minutes } minutes, as things have gone lately.
}
hall-wait-planned = { $count ->
    [0] Nobody waits before you, but the windows are busy: about { $minutes } minutes, by what is planned; it may differ.
    [one] One person is before you: about { $minutes } minutes, by what is planned; it may differ.
   *[other] { $count } people are before you: about { $minutes } minutes, by what is planned; it may differ.
}
hall-called = [It is your turn] Number { $number }, please come to window { $window }, for "{ $title }".
hall-called-in-vain = Number { $number } was called just now, and you did not come. You keep it and are called once more. { $wait }
hall-served = This visit for "{ $title }" is done, thank you for coming. One more is left: /my shows how it is arranged.
hall-enough = You were served for "{ $title }", thank you for coming. Just one question: was this one visit enough?
hall-enough-yes = yes, one was enough
hall-enough-no = no, I have to come again
hall-enough-noted = Thank you, I have noted it.
hall-again-noted = Sorry that you have to come again. This is recorded against the promise and goes to the centre. With one tap I book a time for you.
hall-missed = You did not come to your appointment for "{ $title }" on { $when }, and it is over. Your answers are all still here: book again with one tap.

## At the counter, reminders, and who comes along

show-counter = show at the counter
    .said = show it at the counter|show the clerk|for the clerk
show-counter-for = show at the counter: { $title }
show-title = Hello, I am here for: { $title }.
show-code = Code: { $code }
show-when = Appointment: { $when }
show-brought = I have brought: { $items }
show-answers = My situation:
show-answer = { $question } { $answer }
show-thanks = I do not speak much English. Please go by this; if there is a question, please write it down for me. Thank you!
reminders = reminders
    .said = change reminders|set reminders|do not remind me|no reminders
reminders-which = When shall I remind you of what is booked? Now it is: { $now }.
reminders-both = the day before and two hours before
reminders-day-before = only the day before
reminders-hours-before = only two hours before
reminders-none = no reminders
reminders-set = All right, noted: { $now }.
along-ask = ask the others whether the time suits them
    .said = ask the others|ask them if they can come|does the time suit them
along-ask-for = ask the others whether the time suits them: { $title }
along-whom = Whom shall I ask?
along-code =
    Please pass this line on to { $who }, to be sent to this assistant from their own phone (good until { $until }):
    visit code { $code }
    No login is needed. They see what it is for, when, where and what to bring, and nothing about you. I tell you as soon as they answer.
along-will-come = "{ $title }", { $when }: { $who } will be there.
along-cannot = "{ $title }", { $when }: { $who } cannot come. It is only done with everybody there, so please move it:
called-title = [You are asked to come] { $title }
called-ask = Somebody has booked a visit for this, and you have to be there too. Does the time suit you?
called-bring = Please bring: { $items }
called-sides = To be brought by its owner: { $items }
called-own = This visit code is for whoever comes along: please pass it on. You need not answer it yourself.
called-answered = This visit code has been answered. If you change your mind, please tell whoever asked you.
called-over = The time of this visit has come, so there is nothing left to answer.
called-moved = Whoever asked you has moved or cancelled the visit, so that time no longer counts. Please ask them for a new visit code.
come-yes = I will be there
    .said = i can come|i can|yes i can|it suits me|i will come
come-no = I cannot
    .said = i cannot come|i can not|i can't|it does not suit me|i am busy
come-yes-noted = Thank you, whoever asked you has been told. See you then; please bring your identity document and what is listed above.
come-no-noted = All right, whoever asked you has been told. When the time is moved, they send you a new visit code.
mine-companion = { "  " }{ $who }: { $said }
companion-asked = asked, no answer yet
companion-yes = will be there
companion-no = cannot come

## Odds and ends

person-you = you
and = { $before } and { $last }
comma = |, |
