import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Input, Select } from 'antd';
import { SearchOutlined } from '@ant-design/icons';
import { useDeferredValue, useMemo, useState } from 'react';
import { getSettings, type Setting } from '../../api/system';
import { Empty } from '../shared/Empty';
import { Section } from '../shared/Section';
import { useAsked } from '../shared/useAsked';
import { useWords } from '../words/useWords';
import { ChangeDialog } from './ChangeDialog';
import { filterSettings, sectionsOf, type Which } from './filter';
import { SettingTable } from './SettingTable';
import { useMeaning } from './useMeaning';

const WHICH: Which[] = ['all', 'live', 'changed', 'other'];

/** Every setting with what it means; those that may be are changed here. */
export function SettingsPart() {
  const { t } = useWords();
  const client = useQueryClient();
  const { notification } = App.useApp();
  const [asked, setAsked] = useAsked();
  const which = WHICH.find(one => one === asked('show')) ?? 'all';
  const [typed, setTyped] = useState('');
  const text = useDeferredValue(typed);
  const meaningOf = useMeaning();
  const [changed, setChanged] = useState<Setting | null>(null);
  const { data, error, isPending } = useQuery({ queryKey: ['settings'], queryFn: ({ signal }) => getSettings(signal), staleTime: 0 });
  const found = useMemo(() => filterSettings(data ?? [], text, which, meaningOf), [data, text, which, meaningOf]);
  return (
    <>
      <p className="soft">{t('settingsHelp')}</p>
      <div className="tools" role="search" aria-label={t('searchSettings')}>
        <Input className="settings-search" prefix={<SearchOutlined aria-hidden />} allowClear aria-label={t('searchSettings')} placeholder={t('searchSettings')} value={typed} onChange={event => setTyped(event.target.value)} />
        <Select className="chooser" aria-label={t('whichSettings')} value={which} onChange={chosen => setAsked(chosen === 'all' ? {} : { show: chosen })} options={WHICH.map(one => ({ value: one, label: t(`which_${one}`) }))} />
        {data ? <span className="soft" role="status">{t('settingCount', { count: found.length })}</span> : null}
      </div>
      {error || isPending ? <Section title={t('part_settings')} error={error} isLoading={isPending && !error}>{null}</Section> : null}
      {data && found.length === 0 ? <Empty title={t('noSetting')}>{t('noSettingHelp')}</Empty> : null}
      {sectionsOf(found).map(([section, settings]) => <Section key={section} title={section}><SettingTable label={section} settings={settings} meaningOf={meaningOf} onChange={setChanged} /></Section>)}
      {changed ? (
        <ChangeDialog setting={changed} meaning={meaningOf(changed)} onClose={() => setChanged(null)} onDone={async setting => {
          notification.success({ title: t('settingChanged', { name: setting.name }) });
          await client.invalidateQueries({ queryKey: ['settings'] });
        }} />
      ) : null}
    </>
  );
}
