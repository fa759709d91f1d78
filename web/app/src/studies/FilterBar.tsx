import { CloseOutlined, FilterOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { isFiltered, NO_FILTER, type StudyFilter } from '../api/studyQuery';
import { DateFilter } from './DateFilter';
import { TypedField } from './TypedField';

const MODALITIES = ['CR', 'CT', 'DX', 'ECG', 'ES', 'IO', 'IVUS', 'MG', 'MR', 'NM', 'OCT', 'OP', 'OT', 'PT', 'PX', 'RF', 'RTDOSE', 'RTPLAN', 'RTSTRUCT', 'SC', 'SM', 'SR', 'US', 'XA'];

interface Properties {
  filter: StudyFilter;
  onChange: (change: Partial<StudyFilter>) => void;
  onLeave: () => void;
  search: Ref<HTMLInputElement>;
}

/** What is asked of the list. On a phone all but the name lies behind a button. */
export function FilterBar({ filter, onChange, onLeave, search }: Properties) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <form role="search" aria-label={t('search')} className={`filters${isOpen ? ' open' : ''}`} onSubmit={event => { event.preventDefault(); onLeave(); }}>
      <TypedField className="filter-name" label={t('name')} value={filter.name} onChange={name => onChange({ name })} onLeave={onLeave} input={search} prefix={<SearchOutlined aria-hidden />} />
      <Button className="narrow-only" icon={<FilterOutlined aria-hidden />} aria-expanded={isOpen} aria-label={t('filters')} onClick={() => setOpen(now => !now)} />
      <div className="filter-rest">
        <TypedField label={t('patientId')} value={filter.id} onChange={id => onChange({ id })} onLeave={onLeave} />
        <TypedField label={t('accession')} value={filter.accession} onChange={accession => onChange({ accession })} onLeave={onLeave} />
        <DateFilter from={filter.from} to={filter.to} onChange={onChange} />
        <Select className="filter-modality" allowClear showSearch aria-label={t('modality')} placeholder={t('modality')} value={filter.modality || undefined} onChange={modality => onChange({ modality: modality ?? '' })}
          options={MODALITIES.map(value => ({ value, label: value }))} />
        <TypedField label={t('body')} value={filter.body} onChange={body => onChange({ body })} onLeave={onLeave} />
        <TypedField label={t('description')} value={filter.description} onChange={description => onChange({ description })} onLeave={onLeave} />
        <Button icon={<CloseOutlined aria-hidden />} disabled={!isFiltered(filter)} onClick={() => onChange({ ...NO_FILTER, order: filter.order })}>{t('clear')}</Button>
      </div>
    </form>
  );
}
