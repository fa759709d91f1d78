import type { Words } from './en';

const one = <T extends string>(key: T, text: string) => ({ [`${key}_one`]: text, [`${key}_other`]: text }) as Record<`${T}_one` | `${T}_other`, string>;

const zh: Words = {
  studies: '检查', system: '系统', send: '发送', navigation: '页面', language: 'English', languageLabel: '语言：English',
  light: '浅色', dark: '深色', noPage: '没有这个页面。', toStudies: '返回检查列表', pageFailed: '页面出错：{{why}}', again: '重试',
  name: '姓名（汉字或拼音）', patientId: '患者编号', accession: '检查号', studyDate: '检查日期', to: '到', modality: '设备类型',
  body: '部位', description: '检查描述', clear: '清除', filters: '筛选', search: '搜索检查',
  today: '今天', yesterday: '昨天', week: '近 7 天', month: '近 30 天', year: '近一年',
  patient: '患者', sexAge: '性别、年龄', sex: '性别', birthDate: '出生日期', series: '序列', images: '图像', referrer: '申请医师', noName: '（无姓名）',
  sex_M: '男', sex_F: '女', sex_O: '其他', years: '{{count}} 岁',
  ...one('count', '{{count, number}} 个检查'), counting: '正在计数…', live: '实时', offline: '未连接', liveHint: '新到的检查会自动显示',
  ...one('arrived', '{{count}} 个新检查'), none: '没有符合条件的检查。', searchFailed: '查询失败：{{why}}', loading: '正在加载…',
  sortBy: '按{{what}}排序', keys: '↑ ↓ 选择 · Enter 阅片 · 空格 速览 · / 搜索',
  emptyTitle: '归档中还没有检查', emptyText: '从设备或命令行用 DICOM 发送，或把文件拖到这里，几秒内即可显示：',
  open: '阅片', quickLook: '速览', openStudy: '阅片', compare: '对比', compareWith: '与此既往检查对比', download: '下载 ZIP', edit: '更正', details: '检查', close: '关闭',
  priors: '该患者的既往检查', noPriors: '该患者没有其他检查。', noSeries: '没有序列。', ...one('imageCount', '{{count, number}} 幅图像'),
  studyGone: '该检查已不存在。', picture: '{{what}}的缩略图',
  upload: '上传', uploadTitle: '上传检查', dropHere: '把文件、文件夹或 ZIP 拖到这里', chooseFiles: '选择文件', chooseFolder: '选择文件夹', dropAnywhere: '松开即可上传',
  uploadState: '{{done}} / {{all}} 个文件', ...one('stored', '{{count, number}} 个已存储'), ...one('failed', '{{count, number}} 个失败'),
  ...one('skipped', '{{count, number}} 个已略过'), file: '文件', outcome: '结果', stop: '停止', clearList: '清空列表', onlyFailures: '只看失败',
  retry: '重试失败的文件', reading: '正在读取…', uploadProgress: '上传进度',
  state_waiting: '等待', state_sending: '正在发送', state_stored: '已存储', state_warned: '已另存：该 UID 已有不同内容', state_skipped: '已略过：{{why}}', state_failed: '失败：{{why}}',
  skip_notDicom: '不是 DICOM 对象', skip_directory: 'DICOM 目录文件，不是图像', skip_encrypted: 'ZIP 中的加密文件', skip_method: '不支持的 ZIP 压缩方法', skip_badZip: '无法读取 ZIP 文件',
  skip_damaged: 'ZIP 中的文件已损坏', skip_nested: 'ZIP 中的 ZIP 文件', reason_124: '没有权限', reason_A700: '归档空间不足', reason_A900: '对象与其声明不符',
  reason_C000: '无法理解该对象', reason_other: '原因代码 {{code}}', reason_stopped: '已停止',
  editTitle: '更正检查信息', editHelp: '存储的字节保持不变；之后的所有查询和调阅都以更正为准，并且可以撤销。', ideographic: '汉字姓名', alphabetic: '拼音姓名', nameHint: '姓^名',
  issuer: '患者编号签发者', preview: '查看改动', back: '返回', confirm: '确认更正', why: '理由', whyNeeded: '请填写理由。',
  ...one('allOfPatient', '同时更正该患者的其他 {{count}} 个检查'),
  attribute: '属性', before: '现在', after: '更正后', empty: '（空）', differs: '该检查的各序列对此不一致', joins: '该检查将归入已有的患者：{{who}}，{{count}} 个检查。',
  seriesCount: '{{count, number}} 个序列', corrected: '已更正。', undo: '撤销', undone: '已撤销。', undoWhy: '在检查列表中撤销', refused: '未执行：{{why}}',
  history: '更正记录', undoneBy: '已由{{who}}撤销', someone: '某人',
};

export default zh;
