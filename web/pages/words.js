// The two languages of the page. The browser's choice holds until the switch is used; the choice is kept in this browser.

const WORDS = {
  'zh-CN': {
    name: '姓名（汉字或拼音）', patientId: '患者编号', accession: '检查号', from: '检查日期从', to: '到', modality: '设备类型', any: '全部',
    search: '查询', clear: '清除', patient: '患者', picture: '图像', sex: '性别', birthDate: '出生日期', studyDate: '检查时间', description: '检查描述',
    series: '序列', images: '图像', open: '阅片', more: '更多', M: '男', F: '女', O: '其他',
    loading: '正在查询…', none: '没有符合条件的检查。', failed: '查询失败：{0}', found: '{0} 个检查', foundMore: '已显示 {0} 个检查',
    server: 'DICOM：{0}', language: 'English', title: 'Concord 影像检查列表', noName: '（无姓名）',
    emptyTitle: '归档里还没有检查', emptyText: '从设备或命令行用 DICOM 发送，几秒后就会显示在这里：', emptyOther: '或者通过 HTTP（DICOMweb STOW-RS）：',
    studies: '检查列表', integrity: '数据完整性', integrityTitle: '数据完整性', scrubbing: '巡检', lastPass: '上次完整巡检', nextPass: '下次巡检',
    bundlesChecked: '已核对的序列包', bytesChecked: '已读取', scrubOff: '已关闭', scrubRuns: '正在进行', scrubWaits: '等待下次', never: '尚未完成', now: '正在进行',
    allWhole: '所有已核对的序列包都与封存时一致。', noneYet: '目前没有发现问题，首次巡检尚未完成。', findingsOpen: '{0} 个序列包与封存时不一致，需要处理。',
    integrityHelp: '把正确的文件放回原处（例如从副本或备份），下一次复查（每天一次）会将其标记为已解决。序列包按编号命名，不含患者信息。',
    openOnes: '待处理', allOnes: '全部', finding: '编号', foundAt: '发现时间', bundle: '序列包', what: '问题', outcome: '状态',
    findingsShown: '{0} 条', findingsShownMore: '已显示 {0} 条', noneOpen: '没有待处理的问题。', noneEver: '从未发现问题。',
    missing: '文件缺失', missingText: '文件不在其位置', truncated: '文件变短', truncatedText: '文件比封存时短', mismatch: '内容改变', mismatchText: 'SHA-256 与封存时不同',
    unreadable: '无法读取', unreadableText: '磁盘读不出数据', stillOpen: '待处理', resolved: '已恢复', repaired: '已从{0}修复',
    lifecycle: '数据管理', lifecycleTitle: '数据管理', rejected: '已剔除', holds: '法律保留', purges: '彻底删除申请', certificates: '删除证明', sites: '院区配额', tiers: '存储层级',
    rejectedHelp: '已剔除的影像不再可见，但数据仍在；可以恢复，也可以申请彻底删除。', holdsHelp: '处于法律保留的检查不能剔除或删除。',
    purgesHelp: '彻底删除须由另一人批准；批准后数据无法恢复，并签发删除证明。', certificatesHelp: '每次彻底删除都有一份证明，首尾相连，可打印存档。',
    sitesHelp: '各院区占用的空间和上限。', tiersHelp: '数据所在的存储层级与副本的状态。',
    rejectedNone: '没有已剔除的影像。', holdsNone: '没有法律保留。', purgesNone: '没有彻底删除申请。', certificatesNone: '还没有签发过删除证明。', sitesNone: '没有院区。',
    rowsShown: '{0} 条', rowsShownMore: '已显示 {0} 条', study: '检查', reason: '原因', who: '决定人', instances: '影像数', size: '大小', until: '截止', todo: '操作', number: '编号', issued: '签发时间',
    requestedBy: '申请人', approvedBy: '批准人', site: '院区', quota: '上限', print: '查看并打印', unlimited: '无期限', oneSeries: '其中一个序列', oneInstance: '其中一幅影像', noSite: '（未归属院区）',
    warnsAt: '预警：{0}', onePerson: '仅一人（系统设置允许）', expires: '申请有效期至 {0}', aboutDecision: '{0} 幅影像，检查', studyUid: '检查 UID (Study Instance UID)', untilOptional: '截止日期（可不填）', why: '理由', cancel: '取消',
    refused: '未执行：{0}', restore: '恢复', restoreAsk: '恢复已剔除的影像？', restoreDone: '已恢复。', requestPurge: '申请彻底删除', requestPurgeAsk: '申请彻底删除这些影像？', requestPurgeDone: '已提交申请，等待另一人批准。',
    release: '解除', releaseAsk: '解除法律保留？', releaseDone: '已解除。', hold: '设置法律保留', holdAsk: '对一个检查设置法律保留', holdDone: '已设置法律保留。',
    approve: '批准', approveAsk: '批准彻底删除？数据将无法恢复。', approveDone: '已批准，正在删除。', refuse: '拒绝', refuseAsk: '拒绝彻底删除申请？', refuseDone: '已拒绝。',
    'state-rejected': '已剔除', 'state-partly': '部分已恢复', 'state-restored': '已恢复', 'state-held': '保留中', 'state-released': '已解除', 'state-ended': '已到期',
    'state-requested': '等待批准', 'state-approved': '已批准，正在删除', 'state-refused': '已拒绝', 'state-expired': '已过期', 'state-done': '已删除',
    'reason-113001': '质量原因', 'reason-113037': '患者安全原因', 'reason-113038': '工作列表选择错误', 'reason-113039': '保存期满',
    chain: '证明链', chainWhole: '完整', chainBroken: '不完整', warm: '温存储', moved: '已迁移', cache: '缓存', replica: '副本', copied: '已复制', none: '未设置', bundlesIn: '{0} 个序列包', behind: '落后 {0} 项', caughtUp: '已同步',
    'quota-Within': '正常', 'quota-Warned': '接近上限', 'quota-Full': '已满',
    'store-replica': '副本', 'store-hot': '热存储', 'store-warm': '温存储',
  },
  en: {
    name: 'Name (Hanzi or pinyin)', patientId: 'Patient ID', accession: 'Accession number', from: 'Study date from', to: 'to', modality: 'Modality', any: 'Any',
    search: 'Search', clear: 'Clear', patient: 'Patient', picture: 'Picture', sex: 'Sex', birthDate: 'Born', studyDate: 'Study date', description: 'Description',
    series: 'Series', images: 'Images', open: 'View', more: 'More', M: 'M', F: 'F', O: 'O',
    loading: 'Searching…', none: 'No study matches.', failed: 'The search failed: {0}', found: '{0} studies', foundMore: '{0} studies shown',
    server: 'DICOM: {0}', language: '中文', title: 'Concord studies', noName: '(no name)',
    emptyTitle: 'There is no study in the archive yet', emptyText: 'Send one over DICOM, from a modality or the command line; it shows here within seconds:',
    emptyOther: 'Or over HTTP (DICOMweb STOW-RS):',
    studies: 'Studies', integrity: 'Integrity', integrityTitle: 'Integrity of what is kept', scrubbing: 'Scrubbing', lastPass: 'Last whole pass', nextPass: 'Next pass',
    bundlesChecked: 'Bundles checked', bytesChecked: 'Read', scrubOff: 'Off', scrubRuns: 'Under way', scrubWaits: 'Waiting', never: 'None yet', now: 'Under way',
    allWhole: 'Every bundle that was checked is what was sealed.', noneYet: 'Nothing was found; the first pass has not come to its end yet.',
    findingsOpen: '{0} bundles are not what was sealed: somebody must see to them.',
    integrityHelp: 'Put the right file back in its place, from a replica or a backup: the next look, once a day, marks it resolved. Bundles are named by number; there is no patient data here.',
    openOnes: 'Open', allOnes: 'All', finding: 'No.', foundAt: 'Found', bundle: 'Bundle', what: 'What is wrong', outcome: 'State',
    findingsShown: '{0} findings', findingsShownMore: '{0} findings shown', noneOpen: 'No finding is open.', noneEver: 'Nothing was ever found.',
    missing: 'Missing', missingText: 'There is no file', truncated: 'Truncated', truncatedText: 'The file is shorter than it was sealed', mismatch: 'Changed', mismatchText: 'Other bytes than were sealed',
    unreadable: 'Unreadable', unreadableText: 'The disk does not give the bytes', stillOpen: 'Open', resolved: 'Whole again', repaired: 'Repaired from the {0}',
    lifecycle: 'Lifecycle', lifecycleTitle: 'Lifecycle of what is kept', rejected: 'Rejected', holds: 'Legal holds', purges: 'Purges', certificates: 'Certificates', sites: 'Sites', tiers: 'Tiers',
    rejectedHelp: 'What was rejected is not seen any more; its bytes are kept. It can be restored, or somebody asks for it to be purged.',
    holdsHelp: 'A study under a legal hold can neither be rejected nor purged.', purgesHelp: 'A purge is approved by a second person; then the bytes are gone for good, and a certificate says so.',
    certificatesHelp: 'Each purge has a certificate, each one bound to the one before, to be printed and filed.', sitesHelp: 'What each site keeps, and how much it may.', tiersHelp: 'Where bundles lie, and how the replica stands.',
    rejectedNone: 'Nothing is rejected.', holdsNone: 'There is no legal hold.', purgesNone: 'Nobody has asked for a purge.', certificatesNone: 'No certificate has been issued yet.', sitesNone: 'There is no site.',
    rowsShown: '{0} rows', rowsShownMore: '{0} rows shown', study: 'Study', reason: 'Reason', who: 'Who', instances: 'Images', size: 'Size', until: 'Until', todo: 'Action', number: 'No.', issued: 'Issued',
    requestedBy: 'Requested by', approvedBy: 'Approved by', site: 'Site', quota: 'Bound', print: 'View and print', unlimited: 'No end', oneSeries: 'One series of it', oneInstance: 'One image of it', noSite: '(no site)',
    warnsAt: 'Warns at {0}', onePerson: 'One person, as was set', expires: 'Waits until {0}', aboutDecision: '{0} images of study', studyUid: 'Study Instance UID', untilOptional: 'Until (may be left out)', why: 'Why', cancel: 'Cancel',
    refused: 'Not done: {0}', restore: 'Restore', restoreAsk: 'Restore what was rejected?', restoreDone: 'Restored.', requestPurge: 'Ask to purge', requestPurgeAsk: 'Ask for these images to be purged?', requestPurgeDone: 'Asked; a second person must approve.',
    release: 'Release', releaseAsk: 'Release the legal hold?', releaseDone: 'Released.', hold: 'Hold a study', holdAsk: 'Put a study under a legal hold', holdDone: 'The study is held.',
    approve: 'Approve', approveAsk: 'Approve the purge? The bytes will be gone for good.', approveDone: 'Approved; the bytes go now.', refuse: 'Refuse', refuseAsk: 'Refuse the purge?', refuseDone: 'Refused.',
    'state-rejected': 'Rejected', 'state-partly': 'Restored in part', 'state-restored': 'Restored', 'state-held': 'Held', 'state-released': 'Released', 'state-ended': 'Ended',
    'state-requested': 'Waits for approval', 'state-approved': 'Approved, under way', 'state-refused': 'Refused', 'state-expired': 'Expired', 'state-done': 'Purged',
    'reason-113001': 'Quality', 'reason-113037': 'Patient safety', 'reason-113038': 'Wrong worklist entry', 'reason-113039': 'Retention expired',
    chain: 'Chain of certificates', chainWhole: 'Whole', chainBroken: 'Broken', warm: 'Warm store', moved: 'Moved', cache: 'Cache', replica: 'Replica', copied: 'Copied', none: 'None', bundlesIn: '{0} bundles', behind: '{0} behind', caughtUp: 'Caught up',
    'quota-Within': 'Within', 'quota-Warned': 'Near its bound', 'quota-Full': 'Full',
    'store-replica': 'replica', 'store-hot': 'hot store', 'store-warm': 'warm store',
  },
};

const KEY = 'concord.language';

export function currentLanguage() {
  const kept = localStorage.getItem(KEY);
  if (kept in WORDS) return kept;
  return navigator.languages.some(language => language.toLowerCase().startsWith('zh')) || document.documentElement.lang === 'zh-CN' && !navigator.languages.length ? 'zh-CN' : 'en';
}

export function switchLanguage() {
  localStorage.setItem(KEY, currentLanguage() === 'en' ? 'zh-CN' : 'en');
}

/** The word in the current language, {0} replaced. */
export function word(key, value) {
  return (WORDS[currentLanguage()][key] ?? key).replace('{0}', value ?? '');
}

/** Puts the words of the current language on everything below the document that names one. */
export function translatePage() {
  document.documentElement.lang = currentLanguage();
  document.title = word(document.body.dataset.title ?? 'title');
  for (const element of document.querySelectorAll('[data-word]')) element.textContent = word(element.dataset.word);
}
