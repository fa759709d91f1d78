// The two languages of the page. The browser's choice holds until the switch is used; the choice is kept in this browser.

const WORDS = {
  'zh-CN': {
    name: '姓名（汉字或拼音）', patientId: '患者编号', accession: '检查号', from: '检查日期从', to: '到', modality: '设备类型', any: '全部',
    search: '查询', clear: '清除', patient: '患者', sex: '性别', birthDate: '出生日期', studyDate: '检查时间', description: '检查描述',
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
    'store-replica': '副本', 'store-hot': '热存储', 'store-warm': '温存储',
  },
  en: {
    name: 'Name (Hanzi or pinyin)', patientId: 'Patient ID', accession: 'Accession number', from: 'Study date from', to: 'to', modality: 'Modality', any: 'Any',
    search: 'Search', clear: 'Clear', patient: 'Patient', sex: 'Sex', birthDate: 'Born', studyDate: 'Study date', description: 'Description',
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
