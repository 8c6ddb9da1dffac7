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
