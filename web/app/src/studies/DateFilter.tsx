import { DatePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';

interface Properties {
  from: string;
  to: string;
  onChange: (range: { from: string; to: string }) => void;
}

const dayOf = (text: string) => text ? dayjs(text) : null;
const textOf = (day: Dayjs | null | undefined) => day?.format('YYYY-MM-DD') ?? '';

/** First and last day of the study date; either may be open. */
export function DateFilter({ from, to, onChange }: Properties) {
  const { t } = useTranslation();
  const today = dayjs().startOf('day');
  const since = (days: number): [Dayjs, Dayjs] => [today.subtract(days - 1, 'day'), today];
  return (
    <DatePicker.RangePicker className="filter-date" classNames={{ popup: { root: 'date-popup' } }} format="YYYY-MM-DD" allowEmpty={[true, true]} aria-label={t('studyDate')} placeholder={[t('studyDate'), t('to')]}
      value={[dayOf(from), dayOf(to)]}
      presets={[
        { label: t('today'), value: since(1) },
        { label: t('yesterday'), value: [today.subtract(1, 'day'), today.subtract(1, 'day')] },
        { label: t('week'), value: since(7) },
        { label: t('month'), value: since(30) },
        { label: t('year'), value: since(365) },
      ]}
      onChange={days => onChange({ from: textOf(days?.[0]), to: textOf(days?.[1]) })} />
  );
}
