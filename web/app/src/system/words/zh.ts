import type { SystemWords } from './en';

const one = <T extends string>(key: T, text: string) => ({ [`${key}_one`]: text, [`${key}_other`]: text }) as Record<`${T}_one` | `${T}_other`, string>;

const zh: SystemWords = {
  part_health: '运行状况', part_peers: '通信节点', part_sends: '发送队列', part_storage: '存储', part_integrity: '完整性', part_lifecycle: '数据管理', part_settings: '设置', part_audit: '审计',
  notAnswered: '没有得到回答：{{why}}', cancel: '取消', save: '保存', change: '修改', remove: '移除', todo: '操作', number: '编号', state: '状态', size: '大小', who: '操作人', when: '时间', what: '内容', study: '检查',
  yes: '是', no: '否', none: '未设置', off: '已关闭', there: '可用', underWay: '正在进行', waits: '等待下次', caughtUp: '已同步', never: '尚未完成', whyOptional: '理由（可不填）',
  ...one('behind', '落后 {{count, number}} 项'), ...one('shown', '{{count, number}} 条'), ...one('shownMore', '已显示 {{count, number}} 条'),
  ...one('objectCount', '{{count, number}} 个对象'), ...one('studyCount', '{{count, number}} 个检查'), ...one('dayCount', '{{count}} 天'), ...one('bundlesIn', '{{count, number}} 个序列包'),

  // health
  allWell: '一切正常，无需处理。', whatIsWrong: '问题', howItStands: '当前状态', disk: '磁盘', diskUsed: '磁盘已用 {{used}} %：可用 {{free}}，共 {{total}}', takes: '可接收影像', running: '启动时间', index: '索引',
  ...one('setAside', '{{count, number}} 项被搁置'), scrubbing: '巡检', lastPassAt: '上次巡检 {{when}}', noPassYet: '首次巡检尚未完成', openFindings: '待处理的问题', replica: '副本', warm: '温存储',
  openBundles: '未封存的序列包', sendsOpen: '队列中的发送', ...one('sendsFailed', '{{count, number}} 个失败'), commitments: '存储承诺',
  wrong_notReady: '归档目前不能接收影像：{{why}}。', wrong_diskFull: '磁盘已满：可用 {{free}}，低于 {{least}} 时不再接收。请腾出空间。',
  ...one('wrong_findings', '{{count, number}} 个序列包与封存时不一致，需要处理。'), wrong_indexTrouble: '索引无法写入：{{why}}。', ...one('wrong_setAside', '{{count, number}} 个事件未能写入索引，原因见日志。'),
  wrong_replicaTrouble: '副本未能同步：{{why}}。', wrong_warmTrouble: '温存储不可用：{{why}}。', ...one('wrong_sendsFailed', '{{count, number}} 个发送失败：请查看原因并重试。'),
  wrong_diskNearlyFull: '磁盘将满：可用 {{free}}，低于 {{least}} 时不再接收。', ...one('wrong_indexBehind', '索引落后 {{count, number}} 个事件：查询可能缺少最新的检查。'),
  wrong_compressionTrouble: '静态压缩已停止：{{why}}。', wrong_scrubOff: '巡检已关闭（Vault:ScrubBytesPerSecond 为 0）：损坏只有在读取时才会发现。',
  trouble_disk: '磁盘故障', trouble_full: '空间已满', trouble_io: '无法读写', trouble_codecs: '没有编解码程序', trouble_away: '不可用',

  // peers
  peersHelp: 'C-MOVE、发送队列和存储承诺报告会呼叫这些节点。在此修改立即生效。', knownPeers: '已知节点', addPeer: '添加节点', changePeer: '修改 {{peer}}', echoAll: '全部测试', noPeers: '还没有节点。',
  noPeersHelp: '添加工作站、归档或设备的 AE 标题、主机和端口，然后测试连接。', aeTitle: 'AE 标题', host: '主机', port: '端口', how: '连接方式', isThere: '连接', overTls: 'TLS 加密', plain: '未加密', asUser: '用户 {{user}}',
  echo: '测试', echoing: '正在测试…', echoOk: '可连接，{{ms}} 毫秒', echoFailed: '无法连接：{{why}}', removePeer: '移除 {{peer}}？', removePeerHelp: '等待发送给它的内容会继续重试，直到放弃。',
  aeTitleHelp: '1 至 16 个字符，与对方的名称一致', aeTitleFixed: '节点以 AE 标题识别；如需更改，请另行添加。', hostHelp: '主机名或 IP 地址', useTls: '使用 TLS 连接', calledAs: '以何身份连接', as_nobody: '不指定', as_user: '用户', as_token: '令牌',
  calledAsHelp: '文件位于服务器的 Server:PeerSecretsFolder，此处只写文件名。', userName: '用户名', passcodeFile: '口令文件（可不填）', tokenFile: '令牌文件',
  fault_aeTitle: '1 至 16 个可打印的 ASCII 字符，不含反斜杠，首尾不能是空格。', fault_known: '该 AE 标题已存在，请修改已有的节点。', fault_host: '应为主机名或 IP 地址。', fault_port: '应为 1 至 65535 的数字。',
  fault_user: '用户须有名称；文件名不含目录，只用字母、数字、“.”、“_”和“-”。',

  // sends
  send: '发送', sendTitle: '发送到节点', toPeer: '目标节点', choosePeer: '选择节点', addPeerFirst: '请先添加', wholeStudy: '整个检查', oneSeries: '其中一个序列', oneInstance: '其中一幅影像', sendAnyway: '仍可发送：会自动重试，直到对方可连接。',
  goesTo: '发送到 {{peer}}：', goesOn: '关闭此窗口不影响发送。', toSends: '全部发送', sendQueue: '发送列表', showState: '状态', allStates: '全部状态', send_waiting: '等待', send_sending: '正在发送', send_done: '已完成', send_failed: '失败', send_cancelled: '已取消',
  progressTo: '发送到 {{peer}} 的进度', sentOf: '{{sent}} / {{total}} 个对象，{{bytes}}', ...one('refusedObjects', '{{count, number}} 个对象被拒收'), ...one('nextTry', '下次重试 {{when}}，已失败 {{count}} 次'),
  retryNow: '重试', callOff: '取消发送', peer: '节点', asked: '提交', notForYou: '无权查看', ...one('someObjects', '{{count, number}} 个对象'), noSends: '还没有发送过。', noSendsOfState: '没有处于该状态的发送。', noSendsHelp: '在检查列表中选择一个检查，然后点“发送”。',

  // storage
  inAll: '总计', countedAt: '统计于 {{when}}', free: '可用空间', ...one('lasts', '按当前速度可用 {{count, number}} 天'), emptyStorageHelp: '收到第一批影像后，这里会显示各类设备的数据量和增长情况。',
  growth: '增长', lastDays: '天数', perDay: '当日接收', sumOfDays: '累计接收', growthSays: '最近 {{days}} 天共接收 {{total}}，最多的一天是 {{day}}：{{most}}。', nothingCame: '这些天没有接收影像。', byModality: '按设备类型', part: '占比',
  sites: '院区与配额', site: '院区', quota: '上限', noBound: '不限', quota_Within: '正常', quota_Warned: '接近上限', quota_Full: '已满', warnsAt: '预警：{{what}}', noSite: '（未归属院区）', noSites: '还没有院区。', noSitesHelp: '院区由 Vault:Sites 划分，上限由 Vault:SiteQuotas 设置。',
  howKept: '存储方式', cache: '缓存', ofMost: '上限 {{bytes}}', movedBytes: '已迁移 {{bytes}}', copiedBytes: '已复制 {{bytes}}', setWith: '由 {{setting}} 设置', compression: '静态压缩', savedBytes: '启动以来节省 {{bytes}}', retention: '保存期限',
  noRules: '没有规则：全部保留', ...one('ruleCount', '{{count}} 条规则'), nextRun: '下次执行 {{when}}', rulesOff: '规则仅列出，不执行',

  // integrity
  findings: '问题', showFindings: '显示的问题', openOnes: '待处理', allOnes: '全部', allWhole: '所有已核对的序列包都与封存时一致。', noneYet: '目前没有发现问题，首次巡检尚未完成。',
  ...one('findingsOpen', '{{count, number}} 个序列包与封存时不一致，需要处理。'), lastPass: '上次完整巡检', nextPass: '下次巡检', bundlesChecked: '已核对的序列包', oldestCheck: '最早的核对', overdue: '逾期未核对', ...one('openFor', '最久已等待 {{count, number}} 秒'),
  noneOpen: '没有待处理的问题。', noneEver: '从未发现问题。', noFindingHelp: '已封存的序列包会定期重新读取，不一致的会自动显示在这里。', integrityHelp: '可从副本修复，或把正确的文件放回原处：下一次复查（每天一次）会将其标记为已解决。',
  foundAt: '发现时间', bundle: '序列包', stillOpen: '待处理', resolved: '已恢复', repairedFrom: '已从{{store}}修复', store_replica: '副本', store_hot: '热存储', store_warm: '温存储',
  fault_missing: '文件缺失', faultText_missing: '文件不在其位置', fault_truncated: '文件变短', faultText_truncated: '文件比封存时短', fault_mismatch: '内容改变', faultText_mismatch: 'SHA-256 与封存时不同', fault_unreadable: '无法读取', faultText_unreadable: '磁盘读不出数据',
  repair: '修复', repairAsk: '从副本修复序列包 {{bundle}}？', repairHelp: '只采用 SHA-256 与封存时一致的副本。', repairDone: '已修复。',

  // lifecycle
  rejected: '已剔除', holds: '法律保留', purges: '彻底删除申请', certificates: '删除证明', rejectedHelp: '已剔除的影像不再可见，但数据仍在；可以恢复，也可以申请彻底删除。',
  holdsHelp: '处于法律保留的检查不能剔除或删除。', purgesHelp: '彻底删除须由另一人批准；批准后数据无法恢复，并签发删除证明。', certificatesHelp: '每次彻底删除都有一份证明，首尾相连，可打印存档。',
  rejectedNone: '没有已剔除的影像。', holdsNone: '没有法律保留。', purgesNone: '没有彻底删除申请。', certificatesNone: '还没有签发过删除证明。',
  rejectedNoneHelp: '检查可通过网络服务、工作站的剔除说明或保存期限规则剔除。', holdsNoneHelp: '用上方的按钮对检查设置法律保留；检查 UID 见检查列表。', purgesNoneHelp: '可在“已剔除”中提出申请。', certificatesNoneHelp: '批准的彻底删除执行后会签发证明。',
  reason: '原因', until: '截止', unlimited: '无期限', expires: '申请有效期至 {{when}}', issued: '签发时间', requestedBy: '申请人', approvedBy: '批准人', onePerson: '仅一人（系统设置允许）', print: '查看并打印', chain: '证明链', chainWhole: '完整', chainBroken: '不完整',
  ...one('aboutDecision', '{{count, number}} 幅影像，检查'), studyUid: '检查 UID (Study Instance UID)', untilOptional: '截止日期（可不填）',
  restore: '恢复', restoreAsk: '恢复已剔除的影像？', restoreDone: '已恢复。', requestPurge: '申请彻底删除', requestPurgeAsk: '申请彻底删除这些影像？', requestPurgeDone: '已提交申请，等待另一人批准。', release: '解除', releaseAsk: '解除法律保留？', releaseDone: '已解除。',
  hold: '设置法律保留', holdAsk: '对一个检查设置法律保留', holdDone: '已设置法律保留。', approve: '批准', approveAsk: '批准彻底删除？数据将无法恢复。', approveDone: '已批准，正在删除。', refuse: '拒绝', refuseAsk: '拒绝彻底删除申请？', refuseDone: '已拒绝。',
  state_rejected: '已剔除', state_partly: '部分已恢复', state_restored: '已恢复', state_held: '保留中', state_released: '已解除', state_ended: '已到期', state_requested: '等待批准', state_approved: '已批准，正在删除', state_refused: '已拒绝', state_expired: '已过期', state_done: '已删除',
  reason_113001: '质量原因', reason_113037: '患者安全原因', reason_113038: '工作列表选择错误', reason_113039: '保存期满',

  // settings
  settingsHelp: '标有“即时”的设置可在此修改：立即生效，重新启动后恢复。其他设置写在 appsettings.json 或环境变量中，启动时读取。', searchSettings: '搜索设置', whichSettings: '显示哪些设置', which_all: '全部', which_live: '可即时修改', which_changed: '启动后修改过', which_other: '与默认值不同',
  ...one('settingCount', '{{count, number}} 项设置'), noSetting: '没有符合条件的设置。', noSettingHelp: '可按名称、含义或值的一部分搜索。', setting: '设置', value: '当前值', default: '默认值', meaning: '含义', changes: '修改', live: '即时', atStart: '启动时读取',
  secretSet: '已设置，不显示', secretNotSet: '未设置', changedBy: '由 {{who}} 修改，{{when}}', changeNamed: '修改 {{name}}', outOf: '应为整数，{{bounds}}。', defaultIs: '默认 {{value}}', changeConfirm: '确认从 {{from}} 改为 {{to}}，立即生效', changeHelp: '重新启动后恢复；如需保留，请同时写入 appsettings.json 或环境变量。', settingChanged: '已修改 {{name}}。',

  // audit
  auditHelp: '对数据的处置决定和对检查信息的更正：何人、何时、为何。', filterStudy: '只看该检查', allStudies: '全部检查', noAudit: '还没有任何决定或更正。', noAuditOf: '该检查没有任何决定或更正。', noAuditHelp: '剔除、法律保留、彻底删除和更正会显示在这里，最新的在前。',
  whatHappened: '事件', entries: '记录', about: '涉及', answers: '针对编号 {{number}}', onlyThisStudy: '只看该检查的记录', kind_deleted: '剔除', kind_restored: '恢复', kind_held: '设置法律保留', kind_released: '解除法律保留', 'kind_purge-requested': '申请彻底删除', 'kind_purge-approved': '批准彻底删除', 'kind_purge-refused': '拒绝彻底删除',
  'kind_purge-certified': '已彻底删除并签发证明', kind_corrected: '更正', 'kind_correction-undone': '撤销更正',
};

export default zh;
