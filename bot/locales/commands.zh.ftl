# 命令行用语，供工作人员使用，群众看不到。

comma = { "、" }
stop = 到此为止：{ $say }
instead = 请改办：{ $procedures }
first = 须先办：{ $procedure }（{ $because }）
way = 办理方式：{ $way }，跑 { $visits } 次，另跑 { $errands } 次
other-ways = 其他方式：{ $ways }
way-online = 网上办
way-window = 窗口办
way-home = 上门办
way-post = 邮寄办
way-self-service = 自助办

bring = 需携带：
bring-nothing = 需携带：无
hand-in = 需交回：
also = 现场填写、签署或拍照：
produced = 本事项产生：
covered = 免提交：
covered-by = { $document }：{ $register }（{ $department }）
sent = 由出具单位送交：
sent-by = { $document }：{ $holder }
gaps = 数据缺口：
gap-down = { $document }：{ $register }暂无应答
gap-refused = { $document }：未同意查询{ $register }
gap-not_found = { $document }：{ $register }查无记录
gap-contradicted = { $document }：对{ $register }的数据有异议
of = { $document }（{ $people }）
you = 您
tolerated = { $document }，可在 { $days } 个工作日内补交
papers = 数据共享前后材料数：{ $before } → { $after }

approvals = 审批部门：{ $departments }
then = 办结后告知：{ $departments }
fee = 费用：{ $yuan } 元（{ $who }）
next-question = 尚待回答：{ $question }（{ $id }）
options = 选项：{ $options }
ignored = 此路径不问：{ $questions }

figures-size = 事项：{ $procedures }，路径：{ $paths }
figures-without = 假定停用的数据库：{ $registers }
figures-usual = 一般情形
figures-worst = 材料最多的情形
figures-change = 变化
figures-id-only = 免带证明，凭身份证或刷脸即可
figures-online = 全程网办
figures-online-begun = 至少一种情形可以网上办
figures-at-most-one-visit = 最多跑一次
figures-papers-before = 数据共享前要带的材料（含身份证）
figures-papers-after = 现在要带的材料
figures-fields-prefilled = 由数据库代填的表单项
figures-measured = 演示人员（三分之一的查询会失败）实际代填：{ $fields } 项中的 { $filled } 项
figures-questions-median = 提问数（中位数）
figures-questions-max = 提问数（最多）
figures-departments = 一般情形，按牵头部门：
figures-column-procedures = 事项
figures-column-id-only = 免带证明
figures-column-online = 全程网办
figures-column-at-most-one-visit = 最多跑一次
figures-column-papers = 要带的材料
figures-registers = 各数据库在一般情形下免去的证明，及相应事项：
figures-idle = 一般情形下没有免去证明：{ $registers }

promise-nothing = 还没有作出过承诺。
promise-column-told = 已告知
promise-column-done = 已办结
promise-column-kept = 已兑现
promise-column-asked-else = 另要材料
promise-column-more-visits = 多跑
promise-column-late = 超时
promise-column-visits = 跑几次
promise-column-days = 天数
promise-note = 跑几次、天数：承诺 → 实际。天数为工作日，取已办结的中位数。

picture-shared-title = { $before } 份材料，变成 { $after } 份
picture-shared-usual = { $procedure } · 一般情形
picture-shared-before = 以前要带：{ $before } 份
picture-shared-registers = 各部门数据库里已经有的
picture-shared-after = 现在要带：{ $after } 份
picture-shared-stay = { $papers } 份不用带
picture-shared-why = 窗口直接从数据库核对
picture-shared-source = { $note }。来源：{ $source }
picture-savings-title = { $before } 份材料，变成 { $after } 份
picture-savings-usual = { $procedures } 个事项一般情形下要带的材料，含身份证；能到窗口办的按窗口算
picture-savings-before = 数据共享以前
picture-savings-after = 现在：最多带身份证
picture-savings-paper = 现在：除身份证外还要带证明

new-next =
    写好了 { $file }，检查能通过，内容都还没核实。
    接下来：打开它，照里面的说明把“待填”换成真的；改一段，查一次：check { $file }
    看老百姓读到的样子：show { $procedure }    看每条路的结果：explain { $procedure }
new-matter = 这是新事项。在 { $file } 末尾加一行它的俗称，别的事项提到它时用得着：{ $line }

semicolon = { "；" }
explain-title = { $title }（{ $id }）
explain-text = 版本 { $hash }，共 { $paths } 条路，最晚 { $day } 复核。每个数据库都连得上。
explain-question = { $number } { $question }（{ $id }）
explain-sign = 以上各条路已逐条核对。核对人：____________  日期：____________
explain-way = { $way }：跑 { $visits } 次{ $errands ->
    [0] { "" }
   *[other] ，另跑 { $errands } 次
 }
explain-by = 【{ $ways }】
explain-nothing = 不用带
explain-item = · { $item }：{ $reason }
explain-first = 先办：{ $first }
explain-hand-in = 交回：{ $item }
explain-made = 填写、签署或拍照：{ $item }
explain-papers = { $before } → { $after }
column-path = 路
column-answers = 情形
column-ways = 办理方式
column-bring = 带什么，为什么
column-brought = 带什么
column-covered = 不用带，谁有
column-else = 其他
column-papers = 材料数
column-stop = 到此为止
column-way = 办理方式
column-visits = 跑几次
column-errands = 另跑
column-reasons = 理由
column-hand-in = 交回
column-made = 填写、签署、拍照或本事项产生
column-sent = 出具单位送来
column-first = 先办
column-papers-before = 共享前材料数
column-papers-after = 共享后材料数
picture-written = 画好了：{ $file }
picture-by-questions = 画好了：{ $file }。结果有 { $ends } 种，一张图放不下，所以按问题一层一层画；每条路的结果请看表格。
picture-heading = { $title }：{ $paths } 条路，{ $ends } 种结果
picture-heading-by-questions = { $title }：{ $paths } 条路，{ $ends } 种结果，放不下，按问题画
picture-any = 怎么答都一样
picture-end = 到此为止：{ $say }
picture-way = { $way }：跑 { $visits } 次
picture-bring = 带：{ $documents }
picture-nothing = 什么都不用带
picture-first = 先办：{ $procedure }
picture-always = 不管怎么答
picture-no-difference = 要带的不变
picture-asks = 再问第 { $number } 问
picture-opens = 可以：{ $way }
picture-guide-bring = 带：{ $line }
picture-guide-covered = 不用带：{ $line }
picture-card-hand-in = 交回：{ $line }
picture-card-sent = { $line }
picture-card-photos = 照片：{ $line }
picture-card-there = 现场填写、签署：{ $line }
picture-card-made = 本事项产生：{ $line }
picture-perhaps = { $line }（还要看别的问题）
