import { Button, Tag } from 'antd';
import type { Setting } from '../../api/system';
import { DataTable } from '../shared/DataTable';
import { useShow } from '../shared/useShow';
import { useWords } from '../words/useWords';
import { isOther, showValue } from './filter';
import './settings.css';

interface Properties {
  label: string;
  settings: Setting[];
  meaningOf: (setting: Setting) => string;
  onChange: (setting: Setting) => void;
}

/** The settings of one section. */
export function SettingTable({ label, settings, meaningOf, onChange }: Properties) {
  const { t } = useWords();
  const show = useShow();
  const valueOf = (setting: Setting) => setting.isSecret ? t(setting.isSet ? 'secretSet' : 'secretNotSet') : showValue(setting.value);
  return (
    <div className="settings"><DataTable label={label} rows={settings} rowKey={setting => setting.name} columns={[
      { key: 'name', head: t('setting'), isHead: true, cell: setting => <code>{setting.name}</code> },
      {
        key: 'value', head: t('value'), cell: setting => (
          <>
            {valueOf(setting) ? <code className={isOther(setting) ? 'other' : ''}>{valueOf(setting)}</code> : <span className="soft">{t('empty')}</span>}
            {setting.changedAt ? <small className="warn">{t('changedBy', { who: setting.changedBy ?? '', when: show.moment(setting.changedAt) })}</small> : null}
          </>
        ),
      },
      { key: 'default', head: t('default'), cell: setting => <>{setting.default ? <code>{setting.default}</code> : <span className="soft">{t('empty')}</span>}{setting.bounds ? <small>{setting.bounds}</small> : null}</> },
      { key: 'meaning', head: t('meaning'), cell: setting => <span lang={meaningOf(setting) === setting.meaning ? 'en' : undefined}>{meaningOf(setting).replaceAll('`', '')}</span> },
      {
        key: 'live', head: t('changes'), cell: setting => setting.isLive
          ? <div className="actions"><Tag>{t('live')}</Tag><Button size="small" onClick={() => onChange(setting)} aria-label={t('changeNamed', { name: setting.name })}>{t('change')}</Button></div>
          : <span className="soft">{t('atStart')}</span>,
      },
    ]} /></div>
  );
}
