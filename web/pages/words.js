// The two languages of the page. The browser's choice holds until the switch is used; the choice is kept in this browser.

const WORDS = {
  'zh-CN': {
    name: '姓名（汉字或拼音）', patientId: '患者编号', accession: '检查号', from: '检查日期从', to: '到', modality: '设备类型', any: '全部',
    search: '查询', clear: '清除', patient: '患者', picture: '图像', sex: '性别', birthDate: '出生日期', studyDate: '检查时间', description: '检查描述',
    series: '序列', images: '图像', open: '阅片', more: '更多', M: '男', F: '女', O: '其他',
    loading: '正在查询…', none: '没有符合条件的检查。', failed: '查询失败：{0}', found: '{0} 个检查', foundMore: '已显示 {0} 个检查',
    server: 'DICOM：{0}', language: 'English', title: 'Concord 影像检查列表', noName: '（无姓名）',
    emptyTitle: '归档里还没有检查', emptyText: '从设备或命令行用 DICOM 发送，几秒后就会显示在这里：', emptyOther: '或者通过 HTTP（DICOMweb STOW-RS）：',
  },
  en: {
    name: 'Name (Hanzi or pinyin)', patientId: 'Patient ID', accession: 'Accession number', from: 'Study date from', to: 'to', modality: 'Modality', any: 'Any',
    search: 'Search', clear: 'Clear', patient: 'Patient', picture: 'Picture', sex: 'Sex', birthDate: 'Born', studyDate: 'Study date', description: 'Description',
    series: 'Series', images: 'Images', open: 'View', more: 'More', M: 'M', F: 'F', O: 'O',
    loading: 'Searching…', none: 'No study matches.', failed: 'The search failed: {0}', found: '{0} studies', foundMore: '{0} studies shown',
    server: 'DICOM: {0}', language: '中文', title: 'Concord studies', noName: '(no name)',
    emptyTitle: 'There is no study in the archive yet', emptyText: 'Send one over DICOM, from a modality or the command line; it shows here within seconds:',
    emptyOther: 'Or over HTTP (DICOMweb STOW-RS):',
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
