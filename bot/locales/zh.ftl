# 老百姓看到的每一句话。称呼用“您”，短，平实，先说结论。
# “.said”是大家还会怎么说这个选项，用 | 隔开。

## 打招呼、帮助

greeting =
    您好，这里是“最多跑一次”办事助手，不收费。
    直接说您遇到了什么事就行，比如“买了套二手房，要过户”。
    我帮您看要不要带材料、跑不跑得成一次，再替您约好时间。
hello-again = 您好，咱们接着办。
help =
    您可以：
    · 直接说要办什么事，一句话就行
    · 回答时打序号，或者用自己的话说
    · 问“为什么”，就告诉您为什么要问、为什么要带
    · 说“返回”“改一下……”“重来”“不办了”，随时都行
    · /my 看您的事项和预约，/language 换英文
    人工咨询请拨 12345。
human = 请拨打 12345 政务服务热线，人工帮您；也可以到就近的政务服务中心咨询台，有专人帮办。
complaint = 让您受委屈了。要投诉、提意见，请拨 12345，或在“浙里办”里给这次服务评“好差评”，有人核实、有人回复。事情本身我接着帮您办。
anger = 让您着急了，对不起。不想跟我说了，随时拨 12345 找人工；愿意的话，我一步一步来，尽快给您办好。

## 急事、难处

urgent-police = 您或身边的人有危险，请马上打 110；不方便说话，可以发短信到 12110。先保证人安全，这里的事都给您留着。
urgent-ambulance = 有人发病或受伤，请马上打 120，照电话里说的先救人。这里的事都给您留着，回头再办。
urgent-fire = 着火、漏气、被困，请先离开危险的地方，马上打 119。这里的事都给您留着。
urgent-traffic = 出了交通事故，先到安全的地方；有人受伤打 120，报警打 122 或 110。这里的事都给您留着。
urgent-bereavement = 请您节哀。要办的事不急在这一会儿，能合在一起办的，我帮您合在一起；想找人帮着办，拨 12345 转人工。
urgent-violence = 您受委屈了，动手打人不对，您可以不忍。正有危险就打 110；想找人说说、求助，打 12338 妇女维权热线，或拨 12345 转人工。
urgent-debt = 日子难的时候，别一个人扛。遇到催收威胁就打 110；想申请低保、临时救助，我可以帮您看，也可以拨 12345 转人工。
urgent-despair = 听您这么说，我很担心您。请现在就打 12356 心理援助热线，24 小时都有人听您说；有危险就打 110 或 120。身边有信得过的人，也请叫一声。
you-are-welcome = 不客气，有事随时说。
goodbye = 再见。您的事项都留着，回来说 /my 就能接着办。
all-right = 好的。要办什么事，直接告诉我。
language-set = 好的，用中文。
nothing-to-agree = 眼下没有要您确认的事。要办什么，直接告诉我。

## 听不懂、听不清

bug = 对不起，刚才出了点差错，是我们的问题，您的内容都还在。请再说一遍；还不行，请拨 12345，报编号 { $id }。

no-words = 没看到文字。请用一句话告诉我您要办什么事。
too-long = 这段话太长了（最多 { $most } 个字）。请挑要紧的说一两句。
not-understood = 不好意思，没听明白。换个说法，说说发生了什么事，好吗？
other-script =
    我会说中文和英文，请用其中一种告诉我您要办什么事；人工咨询请拨 12345。
    I speak Chinese and English. Please tell me in one of them what you want to get done, or call 12345.
not-understood-choice = 不好意思，没听明白。换个说法，或者打下面的序号，好吗？
not-understood-example =
    怪我没听明白。这么问是因为：{ $reason }
    打一个序号就行，比如想选“{ $answer }”，就打 { $number }；拿不准就说“不知道”。
not-understood-again =
    还是没听明白，怪我。我能帮您：看一件事要带什么、能不能少跑，替您预约、改约、取消。
    比如可以说“身份证丢了”“孩子要上户口”“公积金想取出来”。
not-understood-human = 连着 { $times } 次没听懂您的意思，对不住。请拨 12345 转人工，说清楚要办的事就行；您前面说的都还在，想接着办，打序号，或者发 /help。
unknown-command = 没有 { $command } 这个命令。可以用：/start /help /my /language /cancel /back /restart
no-such-number = 没有第 { $number } 项，请在 1 到 { $count } 里选，或者直接用话说。
unsure = 拿不准也没关系：选最接近的一项就行，之后随时能改；也可以先拨 12345 问清楚。
find-out = 怎么知道：{ $where }。
unsure-going-on = 先按“{ $answer }”算，这样材料带得全，不会白跑。弄清楚了，随时能改。
take-your-time = 不急，想好了再定。
word-means = “{ $word }”：{ $means }
word-unknown = 您问的是哪个词？把词发给我；我说不清的，请拨 12345。
one-at-a-time = 好，一步一步来，眼下只要答这一个。为什么问：{ $reason }
in-short = { $visits ->
    [0] 一句话：不用跑{ $count ->
        [0] ，什么都不用带。
       *[other] ，备好{ $papers }。
     }
   *[other] 一句话：{ $count ->
        [0] 什么都不用带，
       *[other] 带上{ $papers }，
     }跑 { $visits } 次。
 }
in-short-idle = 好，我说短些。您要办什么事？一句话告诉我。
why-what = 您想问哪一点为什么？先告诉我要办什么事，我再一条条说清楚。
button-too-old = 这个按钮是之前的了，按现在的情况接着来。

## 选事项

which-of-these = 您是想办下面哪一件？
deciding = { $question }
which-of-those = 您指的是哪一项？
which-answer = 是下面哪一项？{ $question }
none-of-these = 都不是
    .said = 都不对|不是这些|没有我要的|都不要
none-then = 好的，都不是。换个说法，说说发生了什么事；或者拨 12345，人工帮您找。
procedure-and-aim = { $title }（{ $achieves }）
not-offered-yet = 「{ $title }」我知道，但现在还不能在这里办。请拨 12345 或上“浙里办”，也可以问我别的事。
retired = 「{ $title }」这个事项已经停办了。请拨 12345，问现在改到哪里办。
back-to = 接着办「{ $title }」。
parked = 「{ $title }」先放着，发 /my 随时接着办。
still-open = 您还有没办完的：
go-on = 接着办：{ $title }

## 先说承诺

promise-title = 【{ $title }】
promise-visits = { $online ->
    [1] { $visits ->
        [0] 不用跑，网上办完。
       *[other] 最多跑 { $visits } 次；符合条件的，网上办一次都不用跑。
    }
   *[other] { $visits ->
        [0] 不用跑。
       *[other] 一般跑 { $visits } 次。
    }
 }
promise-papers = { $count ->
    [0] 一般情况：什么都不用带。
   *[other] 一般情况只带：{ $papers }。
 }
promise-gap = 眼下有数据库连不上，今天来还要带：{ $papers }。
promise-understood = 已记下：{ $question }{ $answer }
promise-questions = { $count ->
    [0] 不用再问您什么了。
   *[other] 最多再问您 { $count } 个问题。
 }

## 提问

ask = { $question }
because = 为什么问：{ $reason }
nothing-before = 前面没有可以退回的了。
changed = 已改：{ $question }{ $answer }
noted = 记下了：{ $question }{ $answer }
change-which = 要改哪一项？
change-answer = 不是“{ $answer }”，改一下
start-over-with = 好，「{ $title }」从头来。
start-over = 好，重新开始。您要办什么事？
stopped = { $reason }
stopped-fact = 卡在这一条：{ $question }您答的是“{ $answer }”。
stopped-changes = 什么时候能办：{ $when }
stopped-object = 觉得不该卡在这里？可以到窗口书面申请，窗口不收的，要给您盖章的书面凭证；也可以打 12345 请人复核。
stopped-instead = 您可以看看：

## 办理结果

card-title = 【办理结果】{ $title }  编号 { $code }
card-first = 先办这件，不然要多跑一趟：
first-line = { $title }：{ $because }
card-bring = 要带：
card-bring-at = { $purpose }，要带：
card-bring-nothing = 什么都不用带。
card-hand-in = 要交回：
card-there = 现场填写、签字，不用提前准备：
card-notes = 请留意：
card-photos = 照片：
card-made = 办的时候自然会有，不用带：
card-sent = 由对方单位直接送来，不用您带：
card-covered = 不用带（{ $count } 样，部门之间已经共享）：
card-ways = 办理方式：
card-errands = 另外还要跑：
errand = { $holder }：{ $purpose }
card-exception = 为什么要跑两次：{ $say }
card-legal = 法定期限：{ $limit }
card-promised = 承诺期限：{ $limit }
card-fee = 费用：{ $fees }
card-free = 费用：不收费
card-taxes = 税（由税务窗口核定，这里只告诉您怎么算）：
item = · { $line }
on-paper = { $name }：{ $paper }
of-people = { $name }（{ $people }）
if-any = （有就交，没有不用）
or-else = ，或者{ $others }
unless = （{ $register }里查得到“{ $document }”的不用带）
note = （{ $note }）
covered-by = { $document }：{ $department }的{ $register }里有
sent-by = { $document }：由{ $holder }送
way-line = { $way }：{ $visits ->
    [0] 不用跑
   *[other] 跑 { $visits } 次
 }{ $papers ->
    [0] ，不用带证明材料
   *[other] ，证明材料 { $papers } 样
 }{ $sure }
fee-line = { $yuan } 元，{ $who }付{ $sure }
tax-line = { $what }（{ $who }缴）{ $sure }
unconfirmed = ※
unconfirmed-note = { $mark } 这一项还没有核实到文件，以 12345 答复为准。
gap-down = { $register }暂时连不上，今天来要带；不急的话，过几天再来就不用
gap-refused = 没有同意查{ $register }
gap-not_found = { $register }里没有查到有效的记录
gap-contradicted = { $register }里的记录和您说的不一样，以您带的材料为准
reason-bring = 要带{ $item }：{ $reason }
reason-covered = 不用带{ $item }
reason-law = 依据：《浙江省保障“最多跑一次”改革规定》第七条，部门能共享的材料，不再要您提供。
because-identity = 证明是您本人，数据库替不了
because-no_register = 没有哪个部门的数据库里有它
because-not_in_register = 您这种情况数据库里没有
because-holder = 在出具单位手里，要您去取
duration-minutes = { $amount } 分钟
duration-hours = { $amount } 小时
duration-days = { $amount } 天
duration-working-days = { $amount } 个工作日
duration-months = { $amount } 个月
duration-on-the-spot = 当场办结

## 办理方式、预约

which-way = 您想怎么办？
no-way = 您这种情况暂时没有能在这里安排的办法，请拨 12345。
way-online = 网上办
    .said = 线上|网上|在线|手机办|浙里办|不想跑
way-window = 窗口办（我帮您预约）
    .said = 窗口|现场|线下|去大厅|跑一趟|当面|预约
way-home = 上门办
    .said = 上门|到家里来
way-post = 邮寄办
    .said = 邮寄|寄过去|快递
way-self-service = 自助机办
    .said = 自助|自助机
which-centre-home = 房子在哪个区县？我给您约那边的政务服务中心。
which-centre-household = 户口在哪个区县？我给您约那边的政务服务中心。
which-centre-employer = 单位在哪个区县？我给您约那边的政务服务中心。
which-centre-premises = 经营场所在哪个区县？我给您约那边的政务服务中心。
which-centre-residence = 您住在哪个区县？我给您约那边的政务服务中心。
which-centre-anywhere = 您去哪个区县方便？哪家中心都能办。
nearest-centre-anywhere = 离您最近的是{ $centre }，直线{ $kilometres ->
    [0] 不到 1 公里
   *[other] 大约 { $kilometres } 公里
 }。哪家都能办，先看这家的号：
nearest-centre-residence = 离您这儿最近的是{ $centre }，直线{ $kilometres ->
    [0] 不到 1 公里
   *[other] 大约 { $kilometres } 公里
 }，先看这家的号。您要是住在别的区县，换一家中心就行。
location-home = 位置收到了。不过这件事不看您人在哪儿，要看房子在哪个区县。
location-household = 位置收到了。不过这件事不看您人在哪儿，要看户口在哪个区县。
location-employer = 位置收到了。不过这件事不看您人在哪儿，要看单位在哪个区县。
location-premises = 这件事要看经营场所在哪，不看您现在在哪。
location-no-centre = 位置收到了。可这几家中心在地图上的位置我这儿还没有，麻烦您直接说去哪个区县。
location-idle = 位置收到了。您先说要办什么事；要去窗口的，到时候再发给我，我帮您看哪家近。
location-not-needed = 位置收到了，不过这一步用不上。
which-time = { $centre }，下面这些时间有号。也可以直接说，比如“周三下午”。
visit-for = 这一次：{ $purpose }
slot = { $when }
other-times = 别的时间
    .said = 其他时间|换个时间|都不合适|别的
another-centre = 换一家中心
    .said = 换个地方|别的中心|换个区
another-time = 换个时间
    .said = 不行|改时间|别的时间
book-later = 以后再约
    .said = 晚点再约|先不约|下次再说|以后再说
say-a-time = 您说个时间，比如“周三下午”“12月3号上午”。
say-a-day = 没听准是哪天。您说个具体的，比如“下周三下午”“12月3号上午10点”。
which-time-meant = 您说的是哪个时间？
wish-meant = { $wish }
times-for = 按“{ $wish }”找到这些：
time-noted = 记下了：{ $wish }。问完这几句，就按这个时间给您找号。
time-is-over = 您说的时间已经过了，换个以后的时间好吗？
closed-then = { $wish }不上班，看看这些：
no-earlier-time = 没有更早的号了，看看这些：
no-later-time = 没有更晚的号了，看看这些：
wish-any = 什么时候都行
wish-day = { $day }
wish-days = { $first }到{ $last }
wish-days-from = { $first }以后
wish-weekdays = 每{ $days }
wish-but = 除了{ $days }
wish-morning = 上午
wish-afternoon = 下午
wish-at = { $time }
wish-from = { $time }以后
wish-until = { $time }以前
wish-between = { $first }到{ $last }
wish-soonest = 越早越好
wish-latest = 越晚越好
wish-joint = | |
confirm-place = 给您留了{ $centre } { $when } 的号，{ $minutes } 分钟内有效。就约这个吗？
book-it = 就约这个
    .said = 确认|确定|可以|约
booked-one = 约好了：{ $centre }，{ $when }。
no-times = { $centre }近十个工作日都约满了。
not-announced = { $year }年的放假安排还没公布，那时候的号还不能约。
too-far-ahead = 现在能约到{ $last }，更晚的还没放号。看看这些：
nothing-booked = 「{ $title }」还没有预约。
not-that-time = “{ $wish }”没有号了，看看这些：
time-not-offered = 这个时间已经不在可选的里面了，看看现在有的：
refused-gone = 刚刚被别人约走了，对不住。看看现在还有的：
refused-expired = 留号的时间过了，号已经放回去。再选一个吧：
refused-already-booked = 这件事您已经约过一个号了，发 /my 就能看到。
refused-limit = 为了让大家都约得上，同一件事一个人只留一个号，最多同时约五次。发 /my 看看已经约好的，可以改时间或者取消。
refused-too-late = 已经到点了，改不了也取消不了。没去成的话，重新约一个就行。
refused-unknown = 没有找到这个预约，可能已经取消了。发 /my 看看现在的。
backend-silent = 系统暂时没有回应，您说的我都记着，什么都没丢。过一会儿点一下再试。
try-again = 再试一次
    .said = 再试|重试|好
no-such-place = 这一次没有预约。
later-visit-moves = 前一次改了期，后一次的时间就不合适了，一起改一下：

## 系统没有回应

unsettled-look = 预约系统这会儿没有回应。您要找的时间我记着：{ $what }。我自己会接着试，一通就把能约的时间发到这里给您选，您不用守着。
unsettled-book = 预约系统这会儿没有回应。您要的号我记着：{ $what }。我自己会接着试，一通就直接替您约上，不再另外问您，约好了在这里告诉您，您不用守着。没告诉您之前，还不能算约上。
unsettled-move = 预约系统这会儿没有回应。您要改的时间我记着：改到{ $what }。我自己会接着试，改好了在这里告诉您，您不用守着。到底算哪个时间，以我告诉您的为准。
unsettled-cancel = 预约系统这会儿没有回应。您要取消的号我记着：{ $what }。我自己会接着试，取消好了在这里告诉您，您不用守着。没告诉您之前，这个号可能还留着。
unsettled-submit = 受理系统这会儿没有回应。「{ $title }」的申请照您核对过的样子留着，我自己会接着交，交上了就把回执发到这里，您不用守着。收到回执才算交上了。
unsettled-add = 受理系统这会儿没有回应。「{ $title }」要补交的材料都留着，我自己会接着交，交上了在这里告诉您，您不用守着。我告诉您交上了，才算数。
unsettled-take-back = 受理系统这会儿没有回应。您要撤回「{ $title }」的申请，我记着。我自己会接着试，撤回了在这里告诉您，您不用守着。没告诉您之前，申请还照常在办。
unsettled-find-out = 好，这就算了，不再往下办。只是之前有没有办成，现在还不知道：{ $deed }。过一分钟我自己去查清楚，查到了在这里告诉您。
unsettled-over = 对不住，系统一直没有回应，这件事没能办成：{ $deed }。就现在知道的，什么都没有约上、改动，也没有交上去。我不再自己试了；您可以点一下再试，也可以打 12345 问问。
unsettled-over-unknown = 对不住，系统一直没有回应，这件事到底有没有办成还是查不到：{ $deed }。您可以点一下再查，也可以打 12345 问问。
answers-again = 【有消息了】系统通了。
gone-book = 【有消息了】系统通了，可惜{ $what }已经被别人约走了，没能给您约上，对不住。我看看前后还有什么时间。
gone-move = 【有消息了】系统通了，可惜{ $what }已经被别人约走了，没能改成，对不住；原来的号还给您留着。我看看前后还有什么时间。
gone-over = 【有消息了】系统通了，可是{ $what }已经过了，没能赶上，对不住。我看看后面还有什么时间。
no-longer-tried = 那就不再约{ $what }了。
first-known = 有一件事还没有回音，办没办成还不知道：{ $deed }。没弄清楚之前这件事先不动，免得办重了；别的事照常可以办。
gave-up-look = 好，不再找了。什么时候想约，随时说。
gave-up-book = 好，不再约了：{ $what }。没有约上；万一那边已经留了号，过几分钟会自己放回去。
gave-up-late = 【有消息了】查清楚了，您说算了之前，这件事已经办成了：{ $deed }。
gave-up-nothing = 【有消息了】查清楚了，这件事没有办成：{ $deed }。一切照旧。
try-now = 现在再试
    .said = 再试一次|再试|重试|试试看
give-it-up = 算了，不用了
    .said = 算了|不用了|不用试了|别试了|不约了|不改了
deed-look = 找{ $what }的时间
deed-book = 约{ $what }
deed-move = 改到{ $what }
deed-cancel = 取消{ $what }
deed-submit = 提交{ $what }的申请
deed-add = 补交{ $what }的材料
deed-take-back = 撤回{ $what }的申请
wanted-place = { $centre } { $when }（{ $title }）
wanted-places = { $centre } { $when } 起的 { $count } 件事
wanted-times = { $centre }（{ $title }）
wanted-times-for = { $centre } { $wish }（{ $title }）
wanted-matter = 「{ $title }」

## 约好了

ticket-title = 【约好了】{ $title }  编号 { $code }
ticket-visit = ▸ { $purpose }
ticket-when = 时间：{ $when }，约 { $minutes } 分钟
ticket-where = 地点：{ $centre } { $counter }
ticket-address = 地址：{ $address }
ticket-bring = 带上：{ $items }
ticket-who = 到场：{ $people }
ticket-not-booked = ▸ { $purpose }：还没约，发 /my 随时约
ticket-change = 要改时间或取消，发 /my。
entry-title = { $title }（编号 { $code }）
entry-title-visit = { $title }：{ $purpose }（编号 { $code }）
entry-place = { $centre } { $counter }
entry-address-approximate = 地图上的点只是大概位置，出门前请拨 12345 核实。{ $address }
remind-tomorrow = 【提醒】明天来办「{ $title }」  编号 { $code }
remind-today = 【提醒】今天来办「{ $title }」  编号 { $code }
remind-change = 来不了也没关系，改个时间或者取消，号就留给别人。
nothing-to-bring = 什么都不用带


finish-title = 【{ $way }】{ $title }  编号 { $code }
finish-where = 在哪里办：{ $where }
finish-who = 谁来办：{ $people }
papers-upload = 上传照片：
papers-bring = 带上：
papers-post = 寄上：
finish-face = 不用交材料，刷脸就行。
finish-hand-in = 要交回（怎么交，以办理时的提示为准）：
finish-no-visit = 窗口一次都不用跑。{ $sure }

## 我的事项

nothing-yet = 您还没有办理中的事项。要办什么，直接告诉我。
mine-matter = { $title }  编号 { $code }：{ $state }
mine-place = 　{ $when }，{ $centre }
state-asking = 还在问您情况
state-stopped = 暂时办不了
state-choosingway = 结果出来了，等您选怎么办
state-choosingcentre = 等您选中心
state-choosingslot = 等您选时间
state-confirming = 号给您留着，等您确认
state-done = 都安排好了
state-later = 还有没约的
state-retired = 事项已停办
state-unsettled = 系统没有回应，我在接着试
state-in-vain = 系统一直没有回应，可以再试
move-place = 改时间：{ $when }
    .said = 改时间|改约|改期|换个时间
cancel-place = 取消预约：{ $when }
    .said = 取消预约|取消|不去了|退号
sure-drop = 确定不办「{ $title }」了吗？答过的内容会删掉。
sure-cancel = 确定取消「{ $title }」{ $when } 的预约吗？
yes-do = 确定
    .said = 是的|对|取消吧
no-keep = 先留着
    .said = 不取消|算了不取消|留着|再想想
dropped = 好，「{ $title }」不办了。想办随时再说。
kept-as-it-is = 好，都留着没动。
asked-else = 窗口还要了别的材料
asked-else-for = 窗口还要了别的材料：{ $title }
asked-else-noted = 谢谢您告诉我，让您费心了。「{ $title }」说好要什么，就该只要什么；这次没做到，已经记在这件事的承诺上，也会转给中心。要是卡在窗口了，请拨 12345，报编号 { $code }。
place-cancelled = 「{ $title }」的预约取消了，号已放回。
book-again = 重新预约
cancel-which = 要取消哪一个？
nothing-to-cancel = 眼下没有可取消的。

## 终端

terminal-paper = 要上传哪个文件？请在 /paper 后面写上路径，比如 /paper 租房合同.PDF。
terminal-no-file = 这里读不到文件 { $path }，请看看路径对不对。

## Telegram

tg-edited = 改过的话我看不到，请把新的再发一遍。
tg-forwarded = 转发的内容我不看。请用您自己的话说说发生了什么事。
tg-sticker = 表情收到了。要办什么事，请打字告诉我。
tg-voice = 语音我还听不了，请打字告诉我。
tg-not-fetched = 文件没收到，是传输出了问题。请再发一遍。
tg-contact = 不用发联系人，我不需要您的电话。
tg-words-only = 这个我看不懂，请打字告诉我。
tg-trouble = 对不起，这一条没处理好，是我们的问题。请再说一遍；还不行，请拨 12345，报编号 { $number }。
tg-group = 办事要说到个人情况，不方便在群里说。请到这里单独找我：{ $link }
tg-description = 说说您遇到了什么事，我告诉您要带什么、跑几次，再替您约好时间。不收费。
tg-short-description = 浙江“最多跑一次”办事助手
tg-command-my = 我的事项和预约
tg-command-back = 返回上一步
tg-command-cancel = 不办了、取消预约
tg-command-language = 换成英文或中文
tg-command-help = 怎么用
tg-command-start = 从头开始

## 办事指南

guide-title = 【办事指南】{ $title }
guide-aim = 办成以后：{ $aim }
guide-lead = 牵头部门：{ $department }
guide-with = 配合部门：{ $departments }
guide-applicants = 谁来申请：{ $people }
guide-office-home = 去哪里办：房屋所在地的政务服务中心
guide-office-household = 去哪里办：户籍所在地的政务服务中心
guide-office-employer = 去哪里办：单位所在地的政务服务中心
guide-office-residence = 去哪里办：居住地的政务服务中心
guide-office-premises = 去哪里办：经营场所所在地的政务服务中心
guide-office-anywhere = 去哪里办：哪家政务服务中心都行
guide-basis = 依据：
guide-law = { $law }{ $article }{ $sure }
guide-questions = 先看您是哪种情形：
guide-question = { $number }. { $question }{ $options }
guide-stops = 这些情形办不了：
guide-instead = { $say }可以办：{ $titles }
guide-bring = 要带的材料：
guide-bring-nothing = 什么材料都不用带。
guide-covered = 不用带，部门之间已经共享（数据库连不上、查不到时才要带）：
guide-on-paper = { $line }（{ $condition }的，数据库里没有，要带）
guide-tolerated-within = { $document }：{ $days } 个工作日内补交
guide-tolerated = 可以先受理、后补交的（容缺）：
guide-tolerated-none = 可以先受理、后补交的（容缺）：没有
guide-way = { $way }：{ $visits ->
    [0] 不用跑
   *[other] 跑 { $visits } 次
 }{ $sure }
guide-way-online = 网上办
guide-way-window = 窗口办
guide-way-home = 上门办
guide-way-post = 邮寄办
guide-way-self-service = 自助机办
guide-detail = 　{ $detail }
guide-where = 在哪里：{ $where }
guide-who = 谁来办：{ $people }
guide-face = 刷脸，不用带身份证件
guide-papers-upload = 材料拍照上传
guide-papers-post = 材料寄过去
guide-visit = 到{ $counter }，约 { $minutes } 分钟
guide-visit-purpose = { $purpose }：到{ $counter }，约 { $minutes } 分钟
guide-visit-who = 这一趟谁来：{ $people }
guide-after = 要等上一趟满 { $days } 天
guide-within = 再往后 { $days } 天以内
guide-collect = 改天来取结果，算一趟
guide-fee = 费用：
guide-law-of-limit = 依据{ $law }
guide-steps = 办理流程：
guide-step = 第 { $step } 步：{ $decisions }
guide-decision = { $department }审批
guide-decision-on = { $department }审批：{ $what }
guide-publicity = { $decision }（先留 { $time }，看有没有人提异议）
guide-result = 办完拿到：{ $what }
guide-given = 怎么拿：{ $how }
guide-give-electronic = 电子的，网上看
guide-give-post = 邮寄到家
guide-give-on-the-spot = 当场拿
guide-give-self-service = 自助机打印
guide-give-collect = 改天来取
guide-then = 办完以后，我们去通知，不用您再跑：
guide-told = { $department }：{ $what }
guide-papers-exception = 为什么要带两份以上证明：{ $say }
guide-before = 改革前要 { $papers } 份材料（{ $note }）{ $sure }
guide-related = 相关事项：{ $titles }
guide-words = 词语解释：
guide-word = { $word }：{ $means }
guide-review = 这份指南最晚 { $day } 重新核对一遍。
only-for = { $condition }的：{ $line }
only-asked = { $question }（只问{ $condition }的）
quoted = “{ $answer }”
condition-answer = 第 { $number } 问答{ $answers }
condition-not-answer = 第 { $number } 问不答{ $answers }
condition-not = 除{ $answers }以外
condition-unless = { $condition }，但{ $unless }除外
condition-all-but = 除了{ $unless }
then-also = |；|
guide-stop = { $condition }的：{ $say }
ending = |的|
either = |或|
and-also = |，并且|
or-where = |；或者|
bare-answers = 是|否|不|没|有|能|会|要|都|查|一致|变|其他|别的|一个|两个|多|急|还|换|在|新|个人|单位|第

## 您是谁

login-link =
    先确认一下是您本人，{ $minutes } 分钟内有效：
    { $url }
    打开后照着做，最后页面上会有 6 位数字，发回到这里就行。数字只发在您自己问的这个聊天里，别发给任何人。
login-leave = 先不登录
    .said = 不登录|算了不登|先不登
login-left = 好，不登录也能接着办。
login-done = 确认好了，{ $name }，您好。
login-again = 重新来一次
    .said = 再来一次|重试
login-wrong = 这 6 位数字对不上。请看清页面上的再发一遍。
login-over = 这次登录已经失效了。要接着办，重新来一次就行。
login-not-sure = 这一步要刷脸确认，刚才的登录还不够。
login-not-asked = 眼下没有在等您的数字。要办什么，直接告诉我。
login-not-here = 这里暂时还不能登录，不过不影响：到窗口有人替您查。
identity-silent = 登录系统暂时没有回应，过一会儿点一下再试。
logged-out = 已退出登录。您的事项和预约都还在。
not-logged-in = 您没有登录。
sure-not-me = 确定吗？这个聊天和之前那位就没有关系了：之前说的、查到的，这里都不再显示；约好的号还有效，凭身份证到窗口办。
not-me-any-more = 好，之前那位的内容都从这里拿掉了。您要办什么，直接告诉我。

## 部门共享的数据

check-first = 先请部门帮我核一遍
    .said = 先查一下|帮我查一下|帮我核对|你们查一下
check-not-here = 这件事眼下没有可以先核的；到窗口有人替您查。
check-later = 好，先不查，到窗口再核也一样。
consent-title = 要替您查下面这些，只用来办「{ $title }」，您点头才查：
consent-title-invited = 有人请您一起办「{ $title }」，要查下面这些您的材料，您点头才查：
consent-line = { $what }：查{ $registers }
consent-form = 申请表里的{ $fields }：查{ $registers }
consent-paper = 您自己带、不查的：{ $papers }
consent-others = { $who }的材料不在里面，要本人同意才能查。
consent-terms = 同意最长 { $days } 天有效，随时可以撤回，发 /mydata 就能看到谁查了什么。
consent-agree = 同意，帮我查
    .said = 同意|查吧|可以|好|行
consent-agree-rest = 选好了，其余的同意查
    .said = 选好了|其余的查|同意
consent-pick = 有的我自己带
    .said = 部分同意|有的自己带
consent-paper-all = 都不查，我带材料
    .said = 都不查|不用查|我自己带|都自己带|全部自己带
consent-skip = 先不查
    .said = 以后再说|先不用
consent-gone = 您的同意已经撤回或者到期了，所以没有查。要查的话再点一次同意。
pick-out = { $what }：我自己带
pick-back = { $what }：改成帮我查
paper-then = 好，都不查，按您自己带材料来算：
evidence-title = 查好了，「{ $title }」的结果请您过目，没问题才用：
found-found = ✓ { $what }：{ $register }里有，{ $recorded } 登记（{ $shown }）
found-found-plain = ✓ { $what }：{ $register }里有，{ $recorded } 登记
found-not_found = ✗ { $what }：{ $register }里没有查到，要带
found-expired = ✗ { $what }：{ $register }里的 { $until } 到期了，要带新的（{ $shown }）
found-expired-plain = ✗ { $what }：{ $register }里的 { $until } 到期了，要带新的
found-contradicted = ！ { $what }：{ $register }里记的和您说的不一样（{ $shown }）
found-contradicted-plain = ！ { $what }：{ $register }里记的和您说的不一样
found-unavailable = … { $what }：{ $register }暂时没有回应
found-several = ？ { $what }：有不止一位，要您选一下
found-disputed = ✗ { $what }：您说{ $register }里的不对，以您带的材料为准
found-value = { $name }：{ $value }
evidence-form = 申请表 { $fields } 格，已经替您填好 { $done } 格。
evidence-use = 没问题，就用这些
    .said = 没问题|对的|都对|可以|就用这些|好
evidence-wait = 先留着，系统通了再查，告诉我
    .said = 先留着|等通了再查|晚点再查
evidence-doubt = 有一项不对
    .said = 不对|有错|错了
evidence-form-show = 看看表格填了什么
    .said = 看表格|看看表
evidence-paper = 都不用，我自己带材料
    .said = 都不用|我自己带|都自己带|我带材料
evidence-close = 先放着，以后再说
    .said = 先放着|以后再说|先不用
preview-closed = 好，先不用。您的同意还在，发 /mydata 可以撤回；想接着核，再点一次就行。
found-until = 有效期至{ $until }
which-person = { $name }
which-is-wrong = 哪一项不对？
doubt-this = { $what }
doubt-none = 都没错，就用这些
dispute-noted = 记下了：以您带的材料为准，也已经告诉{ $register }那边去核实更正。
wait-noted = 好，给您留着，系统一通我就再查，查到马上告诉您。急的话，今天按下面的带也能办。
wait-over = 【有消息了】「{ $title }」：上次没回应的系统通了，已经替您查好。
wait-in-vain = 【没等到】「{ $title }」：那边的系统一直没有回应，只能请您带材料来办，对不住。
form-title = 「{ $title }」的申请表：
form-filled = { $label }：{ $value }（{ $register }）
form-hidden = { $label }：已填好，这里不显示（{ $register }）
form-open = { $label }：办的时候您来填
form-fix = 改：{ $label }
form-type = “{ $label }”应该是什么？请打出来发给我。
covered-seen = { $document }：已在{ $department }的{ $register }里查到，{ $recorded } 登记
covered-seen-plain = { $document }：已在{ $department }的{ $register }里查到
me-which = 这件事里，您是哪一位？
me-nobody = 都不是，我替他们办
    .said = 都不是|我是代办的|替别人办
consent-others-only = 「{ $title }」要查的是{ $who }的材料，得本人同意才能查：
invite-other = 请{ $who }也同意查
    .said = 请对方也同意|请对方同意|叫对方同意|让对方同意
invite-code =
    请{ $who }在自己的手机上打开这个助手，发这一句（{ $until } 前有效）：
    同意码 { $code }
    要本人登录、本人点头，我们才查。对方一答复，我马上告诉您。
invite-unknown = 这个同意码不对，或者已经用过、过期了。请让对方重新发一个给您。
invite-own = 这个同意码是给{ $who }的，要{ $who }本人登录、本人点头才行。
invite-refused = { $who }没有同意查，要带相应的材料来。
join-yes = 同意查我的这些
    .said = 同意|可以|好
join-no = 不同意
    .said = 不同意|不行|拒绝
join-thanks = 谢谢，已经告诉对方了。要撤回，发 /mydata。
join-refused = 好，没有同意，什么都没查，也已经告诉对方了。

## 提交申请

apply-here = 就在这里提交
    .said = 在这里办|直接提交|提交申请|网上提交|帮我提交
apply-leave = 先不交，以后再说
    .said = 先不交|以后再说|先放着
apply-left = 好，先不交，填的都给您留着。想接着办，发 /my 就行。
apply-awaits = 网上办要{ $who }也点头。请对方同意以后，我们接着往下走：
apply-refused-by = { $who }没有同意，这样网上交不了。可以请对方再想想，也可以改到窗口办：
write-line = 申请表还差 { $left } 格要您填。“{ $label }”填什么？
write-line-hint = 申请表还差 { $left } 格要您填。“{ $label }”填什么？{ $hint }
why-line = 这一格哪个部门的数据库里都没有，只有您知道，所以请您写；写了就不用另外开证明。
write-date = 写年月日，比如 2026年3月5日。
write-yuan = 写金额，比如 350万。
write-phone = 手机号或带区号的座机都行。
write-citizen-number = 照身份证写 18 位。
write-credit-code = 照营业执照写 18 位。
write-plate = 照车牌写全。
write-bank-account = 照卡上写。
upload-this = 请把“{ $document }”拍照或用文件发给我，图片和 PDF 都行，一页不落，四角拍全。
upload-one-of = 请把“{ $document }”拍照或用文件发给我；用“{ $other }”也行。图片和 PDF 都可以，一页不落，四角拍全。
upload-more = “{ $document }”收到 { $count } 份。还有别的页就接着发，没有了就往下走。
upload-first = 还没收到这一样，先发给我吧。
upload-enough = 就这些，往下走
    .said = 就这些|没有了|好了|发完了|往下走
upload-none = 没有这一样
    .said = 没有|我没有
upload-follow = 先交申请，{ $days } 个工作日内补上
    .said = 以后补|后面补|先欠着|晚点补
sign-title = 下面这些不用找人开证明，您签字承诺就行（告知承诺制）：
sign-consequence = 签了就要作数：部门会核实，内容不实的，会撤销办理结果，记入信用记录，造成损失的要承担责任。都属实吗？
sign-it = 都属实，我承诺并签字
    .said = 属实|我承诺|签字|同意
which-giving = 办好以后，结果怎么给您？
giving-electronic = 电子的，在网上看
    .said = 电子|电子的|电子证照|网上看
giving-post = 邮寄到家
    .said = 邮寄|寄给我|快递
giving-on-the-spot = 当场拿
giving-self-service = 到自助机打印
    .said = 自助机|自己打印
giving-collect = 自己去取
    .said = 自取|去窗口拿|我去取
submit-it = 没问题，提交
    .said = 提交|没问题|确认提交|交吧
submit-all = 连同「{ $title }」{ $count ->
    [1] { "" }
   *[other] 等 { $count } 件
 } 一起提交
amend-line = 有一行要改
    .said = 要改|改一下|有错
amend-which = 要改哪一行？
amend-nothing = 不改了，回去核对
    .said = 不改了|回去
amend-answer = 改情况：{ $question }{ $answer }
amend-upload = 重新上传：{ $document }
amend-giving = 改结果怎么拿
apply-title = 【请核对】{ $title }  编号 { $code }
apply-answers = 您的情况：
apply-answer = { $question }{ $answer }
apply-form = 申请表：
apply-papers = 上传的材料：
apply-commitments = 您签的承诺：
apply-signed = { $document }：已签。内容不实的，要撤销办理结果、记入信用记录
apply-uploaded = { $document }：{ $count } 份（{ $files }）
apply-follows-in = { $days } 个工作日内
apply-follows-by = { $until } 前（{ $days } 个工作日）
apply-follows = { $document }：容缺，提交以后{ $within }补上；到期没补，部门可以按材料不全处理
apply-none = { $document }：没有
apply-giving = 结果怎么拿：{ $how }
apply-limit = 承诺多久办好：{ $limit }
yuan = { $amount } 元
form-written = { $label }：{ $value }（您填的）
case-incomplete = 还没有提交：查数据的同意已经撤回或者到期了，有几格空了出来。再核一遍就能交：
case-papers-gone = 还没有提交：有上传的材料放得太久，已经删掉了，请重新发一份。
case-closed = 这件已经办结或者撤回了，改不了了。
case-not-asked = 眼下没有要您补的材料。
case-unknown = 没有查到这个编号，或者一次性查看码不对、已经用过。请照回执上的再发一遍；还不行，请拨 12345。
case-person-gone = 登录已经失效，请重新来一次。
case-submitted-already = 已经提交了，内容不能再改。确实要改的，可以先撤回，再重新提交。
receipt-title = 【已提交】{ $title }
receipt-now = 现在由{ $departments }办理。
receipt-then = 接下来依次由{ $departments }办理。
receipt-until = 最晚 { $until } 前给您结果。
receipt-give-electronic = 办好以后，电子的结果直接发到这里和“浙里办”。
receipt-give-post = 办好以后寄给您，寄出时告诉您单号。
receipt-give-on-the-spot = 办好以后当场给您。
receipt-give-self-service = 办好以后告诉您，到自助机就能打印。
receipt-give-collect = 办好以后告诉您到哪里取。
receipt-code = 您的编号是 { $code }（打电话可以四个四个地念）。每办到一步，我都会告诉您，直到结果到您手里。
progress-title = 【进度】{ $title }  编号 { $code }
event-submitted = 您提交了申请
event-approved = ✓ { $body }已通过。
event-refused = ✗ { $body }没有通过：{ $reason }
event-asked = { $body }请您在 { $until } 前补一下，要补的一次说全：
event-asked-how = 拍照或用文件直接发到这里，发完了点“补交”。补的这几天不算在办理时间里。
event-added = 您补交了材料
event-late = { $body }超过了说好的 { $until }，还没办完，对不住。已经报给中心负责人盯着办，您不用跑，也不用催。
event-withdrawn = 申请已经撤回。
event-delivered = ✓ { $body }那边已经收到，您不用再去说一遍。
event-delivery-waits = { $body }的系统暂时连不上，我们会一直送，送到为止，您不用管。
event-delivery-refused = { $body }没有收下，已经转工作人员处理。
event-delivery-settled = { $body }那边，工作人员已经处理好了。
event-paper-missing = 说好 { $until } 前补的{ $papers }还没收到。现在补还来得及，拍照发到这里就行；一直不补，部门可能按材料不全处理。
refusal-fact = 卡在这一条：{ $question }
refusal-changes = 到 { $day } 情况就不一样了，那以后可以再来申请，我帮您接着办。
refusal-object = 觉得不对，可以先拨 12345 请人工复核；也可以在 { $day } 前申请行政复议，或者六个月内向法院起诉。
in-hand-electronic = ✓ 结果已经给您了：电子的，在“浙里办”里随时能看。
in-hand-post = ✓ 结果已经寄出，单号 { $number }。请留意查收。
in-hand-on-the-spot = ✓ 结果已经当场交给您。
in-hand-self-service = ✓ 结果已经在自助机上打印领走。
in-hand-collect = ✓ 结果已经由您领走。
case-done = 这件事办完了，不用再跑，也不用再交什么。
case-left = 还有{ $bodies }，由我们去通知，送到了告诉您，您不用跑。
case-in-hand = 办完了，结果已经到您手里。
case-in-hands = 「{ $title }」已经提交，正在办。
case-state-deciding = 正在办。
case-state-approved = ✓ 全部办好了。
case-state-partly = 办好了一部分，有的没有通过。
case-state-refused = 没有办成。
case-state-withdrawn = 申请已经撤回。
case-until = 最晚 { $until } 前办好。
case-until-unknown = 那一年的放假安排还没公布，办结的日子定下来就告诉您。
case-asked-still = 等您补材料，{ $until } 前补上就行：
result-give-electronic = 电子的结果马上就到。
result-give-post = 结果正在寄出，有了单号就告诉您。
result-give-on-the-spot = 结果当场给您。
result-give-self-service = 带上身份证，到就近的政务服务中心自助机打印就行。
result-give-collect = 可以来取了，带上身份证就行。
timeline-title = 【进度】{ $title }  编号 { $code }
timeline-steps = 谁在办：
timeline-deliveries = 办好以后，我们替您告诉：
timeline-events = 经过：
timeline-event = { $at } { $what }
step-decides = { $department }（{ $what }）
step-open = { $who }：{ $since } 收到，正在办，最晚 { $until }
step-late = { $who }：{ $since } 收到，过了 { $until } 还没办完，已经报给中心负责人
step-announced = { $who }：{ $since } 收到，公示到 { $until }，之后作决定
step-waiting = { $who }：等前一步办完
step-approved = { $who }：✓ { $at } 通过
step-refused = { $who }：✗ { $at } 没有通过
step-dropped = { $who }：不用办了
delivery-waiting = { $body }（{ $what }）：批下来就送
delivery-next = { $body }（{ $what }）：等前一家送到就送
delivery-sending = { $body }（{ $what }）：正在送
delivery-delivered = { $body }（{ $what }）：✓ { $at } 已送到
delivery-refused = { $body }（{ $what }）：那边没有收下，工作人员正在处理
delivery-settled = { $body }（{ $what }）：✓ 工作人员已经处理好
delivery-dropped = { $body }（{ $what }）：不用送了
case-status = 看办到哪一步了
    .said = 进度|办到哪了|办得怎么样了|到哪一步了|查进度
case-status-of = 看进度：{ $title }
case-add = 就这些，补交
    .said = 补交|就这些|发完了
case-pass = 让家人也能看一次
    .said = 让家人看看|给家人看|家人也想看
case-take-back = 撤回申请
    .said = 撤回|不办了|撤销申请
case-pass-given = 把下面这一句发给要看的人，{ $minutes } 分钟内、看一次有效：
    进度 { $code } { $once }
case-whose = 这个编号不是在这个聊天里办的。是您的件，确认一下是本人就能看；别人的件，请办的人给您一个一次性查看码。
sure-take-back = 确定撤回「{ $title }」的申请吗？撤回以后各部门都不再办，想办要重新提交。
taken-back = 「{ $title }」的申请撤回了。
added = 「{ $title }」补的材料已经交过去，部门接着办。
add-nothing = 还没收到要补的材料，请先拍照或用文件发给我。
add-got = 收到（{ $count } 份）。还有就接着发，发完了点“补交”。
mine-deciding = 已提交，正在办
mine-asked = 等您补材料
mine-approved = 批下来了，结果在路上
mine-partly = 批下来一部分
mine-refused = 没有办成
mine-withdrawn = 已撤回
mine-in-hand = 办完了
state-awaiting = 等对方同意
state-writing = 申请表等您填
state-uploading = 等您上传材料
state-signing = 等您签承诺
state-choosinggiving = 等您选结果怎么拿
state-amending = 等您选改哪一行
state-checking = 填好了，等您核对提交

## 我的数据

data-title = 【我的数据】
data-nothing = 这里没有查过您的数据。
data-no-consents = 眼下没有生效的同意。
data-consents = 您同意查的：
data-consent = 「{ $title }」编号 { $case }：{ $registers }，{ $until } 前有效
data-readings = 查过的（最近的在前）：
data-reading = { $at }，为「{ $title }」（编号 { $case }）查{ $register }的{ $document }：{ $state }
data-fields = 表格内容
data-found = 查到了
data-not-found = 没查到
data-contradicted = 和您说的不一样
data-unavailable = 对方没有回应
data-expired = 已过期
data-several = 有不止一位
data-more = 还有 { $count } 条，导出里都有。
data-withdraw = 撤回编号 { $case } 的同意
data-withdrawn = 已撤回，凭这个同意查到的内容都删掉了。
data-show = 看我的数据
data-export = 导出我的数据
    .said = 导出|下载
data-exported = 您的数据都在这个文件里，请自己收好。
data-erase = 删除我的数据
    .said = 删除|清空
sure-erase = 确定删除吗？查到的内容、同意和没提交的材料都会删掉，登录也会退出；约好的号、已经提交的申请不受影响。
data-erased = 删好了：查到的内容 { $evidence } 项、同意 { $consents } 个。谁在什么时候查过什么，按规定要留存三年，共 { $kept } 条，只供核查。
data-erased-before = 您的数据已经删好了，登录也退出了。
state-consenting = 等您决定要不要查数据
state-picking = 等您选哪些自己带
state-reviewing = 数据查好了，等您过目
state-doubting = 等您说哪一项不对
state-choosingme = 等您说您是哪一位
tg-command-mydata = 谁查过我的数据

## 上传的材料

paper-not-asked = 眼下没有要您上传的材料，这份我先不用。要上传什么，到那一步我会告诉您。
paper-refused-type = 这种文件我收不了。请拍照按“照片”发来，或者发 JPEG、PNG、PDF 文件；苹果手机的 HEIC 也按“照片”发就行。
paper-refused-empty = 这个文件是空的，请再发一遍。
paper-refused-too-big = 文件太大了，一份最多 { $megabytes } MB。请拍照发，或者压缩、拆开再发。
paper-refused-too-many-pages = 页数太多了，一份最多 { $pages } 页。请只发要用的那几页，或者拆成几份发。
paper-refused-unreadable = 这个文件打不开，可能没传完整。请再发一遍，或者改成拍照发。
paper-refused-locked = 这个 PDF 有密码，打不开。请去掉密码再发，或者拍照发；密码不用告诉我。
paper-refused-too-many = 您发来还没提交的文件已经有 { $files } 份，先收到这里。请先把材料提交了，再发别的。

## 填写的内容
# 哪里不对，照什么样子写；写错的号码不重复出来。

value-wrong-text = 这一项不能空着，写几个字就行；确实没有，就写“无”。
value-wrong-text-long = 这一项最多写 { $most } 个字，请挑要紧的写，比如地址只写到门牌号。
value-wrong-date = 没看懂是哪一天，年、月、日请写全，比如 { $example }。
value-wrong-date-none = 日历上没有这一天，请再看看是几月几日，比如写成 { $example }。
value-wrong-date-year = 年份要在 { $first } 年到 { $last } 年之间，请再看看，比如写成 { $example }。
value-wrong-yuan = 没看懂是多少钱，请写一个准确的人民币金额，比如 { $example } 或 350万。
value-wrong-yuan-range = 金额要大于 0、小于 1 万亿元，请再看看，比如写成 { $example }。
value-wrong-yuan-fen = 金额最多写到分，也就是两位小数，比如 80.50。
value-wrong-phone = 这个电话号码不对，请写手机号，或者带区号的座机号，比如 { $example } 或 0571-88881234；境外的前面加“+”和国家代码。
value-wrong-citizen-number = 这个身份证号不对：要 18 位，最后一位是数字或 X。请照着证件一位一位再写一遍，样子像 { $example }。
value-wrong-credit-code = 这个统一社会信用代码不对：要 18 位，没有字母 I、O、Z、S、V。请照着营业执照再写一遍，样子像 { $example }。
value-wrong-plate = 这个车牌号不对：省份简称加一个字母，再加 5 位（新能源 6 位），没有字母 I 和 O，比如 { $example }。
value-wrong-bank-account = 银行账号是 8 到 30 位数字，请再看看，样子像 { $example }。
value-wrong-bank-card = 这个卡号有一位不对，请照着银行卡再写一遍，样子像 { $example }。

## 一次跑完几件事

events = 生活里的这些大事，牵扯好几个事项，可以一次问清、一趟办完。是哪一件？
no-events = 眼下还没有整理好的“一件事”，您直接说要办什么就行。
ask-event = { $question }
life-title = 【{ $title }】{ $achieves }
life-parts = 一般要办这 { $count } 件，共同的问题只问一遍，能一趟办完的一趟办完：
life-nothing = 照您说的情况，没有要办的手续。
life-part = { $title }（也可以不跑）
life-part-visit = { $title }
life-more = 相关的事一趟办完：{ $title }
life-go = 对，一起办
    .said = 对|是的|一起办|好|可以|开始
life-out = 不办：{ $title }
life-in = 还是办：{ $title }
life-no = 先不办
    .said = 先不办|算了|不用了|不要
joint-begins = 好，{ $count } 件一起办。先说{ $title }：
joint-next = 接着是{ $title }。
joint-without = 其他几件接着办，“{ $title }”先放一边。
joint-one = 【一趟办完】{ $count } 件事，跑一次就够了。
joint-several = 【最少跑 { $trips } 次】{ $count } 件事，一次办不完，原因在下面。
joint-why-centre = 为什么不是一次：没有一家中心能把{ $titles }都办了。
joint-why-result = 为什么不是一次：{ $titles }，前一件的结果出来才能办后一件，大约要隔 { $days } 天。
joint-why-never = 为什么不是一次：{ $titles }，眼下没有哪一天都还有号。
joint-why-long = 为什么不是一次：{ $titles }都要您到场，一天里排不下。
joint-why-clash = 为什么不是一次：{ $titles }剩下的号，时间撞在一起，接不上。
joint-later = 另跑一次：{ $titles }要等前面的结果出来才能办，出来了再约，发 /my 就能接着约。
joint-again = { $title }按规定还要再来 { $visits } 次，办完这一次再约。
joint-left = 暂时没有号：{ $titles }。
joint-bring = 一次带齐，共用的只带一份：
joint-given = 当天就能拿到，不用带：
joint-given-line = { $item }：用前面“{ $title }”刚领的就行
joint-online = 不用跑的：
joint-online-line = { $title }：{ $way }
joint-nearest = 离您近：
joint-earliest = 最早：
joint-quietest = 人最少：
joint-trip = { $when }起，{ $centre }
joint-sitting = 　{ $time } { $counter }：{ $title }（编号 { $code }）
joint-others = 　一起到场：{ $people }
joint-which = 要哪一个？也可以直接说区县和时间，比如“西湖区，下周三上午”。
joint-nothing-free = 近十个工作日，这几件都没有号了。可以一件一件约，或者换个时间说。
plan-nearest = 离您近：{ $when } { $centre }
    .said = 近的|最近的|离我近的
plan-earliest = 最早：{ $when } { $centre }
    .said = 最早|最快|越快越好
plan-quietest = 人最少：{ $when } { $centre }
    .said = 人最少|人少|不排队
plan-apart = 不一起，一件一件约
    .said = 分开约|分开办|一件一件|单独约
plan-apart-now = 好，一件一件来。
plan-all = 这 { $count } 件一趟办完
    .said = 一趟办完|一起约|一次办完
plan-book = 都约上
    .said = 约|都约上|好|可以|行|确定|约吧
joint-kept = 这些号都给您留着，{ $minutes } 分钟内有效：
joint-kept-ask = 都约上吗？
joint-booked = { $trips ->
    [one] 【约好了】{ $count } 件事，跑一次。
   *[other] 【约好了】{ $count } 件事，跑 { $trips } 次。
}
remind-also = 同一趟接着办：
remind-also-line = { $time } { $counter }：{ $title }（带上：{ $items }）
move-all = 整趟改时间（{ $day }）
    .said = 整趟改|一起改|全部改
cancel-all = 整趟取消（{ $day }）
    .said = 整趟取消|全部取消|都取消
sure-cancel-all = 这一趟约的号，全部取消吗？
joint-cancelled = 取消好了，{ $count } 个号都放回去了。
slot-earliest = 最早：{ $when } { $centre }
    .said = 最早|最早的|越快越好
slot-quietest = 人最少：{ $when } { $centre }
    .said = 人最少|人少的|不排队
tg-command-events = 一件事：几件事一趟办完

## 候补

queue = 帮我候补，有号告诉我
    .said = 候补|排队|排个队|帮我排队|等号|有号通知我|有号告诉我
earlier-place = { $when } 之前有号就告诉我
    .said = 有更早的告诉我|有早的通知我|候补早一点的
unqueue = 不候补了
    .said = 退出候补|不排了|不等了
queued = 候补上了：{ $centre }，{ $times }。{ $ahead ->
    [0] 您排第一位。
   *[other] 前面还有 { $ahead } 位。
 }有人退号，按先来后到轮，轮到您我马上在这里说，号给您留半小时，夜里的留到早上八点半。您自己先约上了，候补就结束。
queued-already = 您已经在候补：{ $centre }，{ $times }。{ $ahead ->
    [0] 您排第一位。
   *[other] 前面还有 { $ahead } 位。
 }
not-queued = 这件事现在没有候补。
queue-left = 好，「{ $title }」不候补了。
queue-limit = 为了公平，同一件事一个人只候补一次，约好了的也不再另排；最多同时候补三件。发 /my 看看您的。
awaited-before = { $when } 之前
place-offered = 【候补到了】「{ $title }」：{ $when }，{ $centre }。号给您留到 { $until }，要吗？
swap-offered = 【有更早的号】「{ $title }」：{ $when }，{ $centre }。换过去，您原来 { $had } 的号就给后面的人。新号给您留到 { $until }，换吗？
take-it = 要，约 { $when }
swap-it = 换到 { $when }
leave-it = 不要，让给后面的人
waiting-unanswered = 「{ $title }」留给您的号没等到回复，已经给了后面的人。您还在候补，排到了最后；再有一次没回复，候补就结束。
waiting-dropped = 「{ $title }」留给您的号没等到回复，已经给了后面的人，候补也到此结束。还想等，从下面再来。
waiting-over = 「{ $title }」候补的时间到了，一直没有人退号，没帮上您，对不住。
offer-declined = 好，号让给后面的人，「{ $title }」的候补也结束了。还想等，从下面再来。
offer-expired = 这个号留的时间过了，已经给了后面的人。
offer-limit = 这件事您已经约过号了，候补到的这个就不能再要了。发 /my 看看约好的。
offer-too-late = 原来的预约已经到点，换不了了。
offer-unknown = 这个号已经不留了。发 /my 看看现在的。
mine-waiting = 　候补：{ $centre }，{ $times }，{ $ahead ->
    [0] 您排第一位
   *[other] 前面还有 { $ahead } 位
 }
mine-offered = 　有号留给您：{ $when }，{ $centre }，留到 { $until }

## 办事当天

hall-checked-in = 签到好了，您的号是 { $number }，办「{ $title }」。{ $wait }叫到您，我马上在这里告诉您。
hall-checked-in-late = 签到好了，您的号是 { $number }，办「{ $title }」。预约的时间已经过了，号还给您排着，和现场取号的一起等，不用重新预约。{ $wait }叫到您，我马上在这里告诉您。
hall-wait-next = 马上就到您，请在窗口附近等。
hall-wait-appointment = 您来早了，约的是 { $when }，到点就叫您；前面没人的话还会早一点。
hall-wait-measured = { $count ->
    [0] 前面没有人在等，窗口正在办，大约等 { $minutes } 分钟，按最近办理的快慢估的。
   *[other] 前面还有 { $count } 位，大约等 { $minutes } 分钟，按最近办理的快慢估的。
}
hall-wait-planned = { $count ->
    [0] 前面没有人在等，窗口正在办，大约等 { $minutes } 分钟，按预定的时间算的，可能有出入。
   *[other] 前面还有 { $count } 位，大约等 { $minutes } 分钟，按预定的时间算的，可能有出入。
}
hall-called = 【轮到您了】{ $number } 号，请到 { $window } 号窗口，办「{ $title }」。
hall-called-in-vain = 刚才叫了 { $number } 号，没有等到您。号还留着，会再叫一次。{ $wait }
hall-served = 「{ $title }」这一趟办好了，辛苦您。后面还要来一趟，发 /my 就能看到怎么安排的。
hall-enough = 「{ $title }」在窗口办过了，辛苦您跑这一趟。只想问您一句：跑这一趟，够了吗？
hall-enough-yes = 够了，一趟办成
hall-enough-no = 不够，还得再来
hall-enough-noted = 谢谢您，记下了。
hall-again-noted = 让您还要再跑，对不住。已经记在这件事的承诺上，也会转给中心。要再来的话，点一下，我帮您约好时间。
hall-missed = 「{ $title }」{ $when } 的预约，那天没有等到您，号已经过了，有些可惜。您答过的都还在，点一下就能重新约。

## 到窗口出示、提醒、一起来的人

show-counter = 到窗口出示
    .said = 给窗口看|给工作人员看|出示
show-counter-for = 到窗口出示：{ $title }
show-title = 您好，我来办「{ $title }」。
show-code = 编号：{ $code }
show-when = 预约时间：{ $when }
show-brought = 带来的：{ $items }
show-answers = 我的情况：
show-answer = { $question }{ $answer }
show-thanks = 我不太会说中文，请您照着这个办；要问什么，请写下来给我看。谢谢！
reminders = 提醒设置
    .said = 设置提醒|改提醒|不要提醒我|别提醒我
reminders-which = 约好以后，什么时候提醒您？现在是：{ $now }。
reminders-both = 前一天和前两小时都提醒
reminders-day-before = 只提前一天提醒
reminders-hours-before = 只提前两小时提醒
reminders-none = 不提醒
reminders-set = 好，记下了：{ $now }。
along-ask = 问问一起来的人，这个时间行不行
    .said = 问问对方行不行|问问他们有没有空|让对方确认时间
along-ask-for = 问问一起来的人，这个时间行不行：{ $title }
along-whom = 问哪一位？
along-code =
    请把下面这一句转给{ $who }，在自己的手机上打开这个助手发出来（{ $until } 前有效）：
    到场码 { $code }
    不用登录。那边只看得到办什么、什么时候、在哪里、要带什么，看不到您的情况；一答复，我马上告诉您。
along-will-come = 「{ $title }」{ $when }：{ $who }说能到。
along-cannot = 「{ $title }」{ $when }：{ $who }说来不了。这件事要一起到场才办得成，改个时间吧：
called-title = 【请您一起到场】{ $title }
called-ask = 有人约好了办这件事，也要您到场。这个时间您方便吗？
called-bring = 您要带：{ $items }
called-sides = 谁的谁带：{ $items }
called-own = 这个到场码是给一起来的人的，请转给本人；您自己不用答。
called-answered = 这个到场码已经答复过了。要改主意，请直接告诉约您的人。
called-over = 这个时间已经到了，不用再答复了。
called-moved = 约您的人改了时间，或者取消了，刚才那个时间不作数。请让对方重新发一个到场码给您。
come-yes = 我能到
    .said = 能到|能来|可以|行|方便|我会到
come-no = 我来不了
    .said = 来不了|去不了|不方便|没空|到不了
come-yes-noted = 谢谢，已经告诉约您的人了。到时候见，别忘了带上身份证件和上面说的材料。
come-no-noted = 好，已经告诉约您的人了。改了时间，对方会再发一个到场码给您。
mine-companion = 　{ $who }：{ $said }
companion-asked = 问了，还没答复
companion-yes = 能到
companion-no = 来不了

## 零碎

person-you = 您
and = { $before }和{ $last }
comma = |、|
