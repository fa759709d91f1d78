import { DeleteOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Measurement } from './ohifAdapter';

interface Properties {
  measurements: Measurement[];
  onShow: (id: string) => void;
  onRemove: (id: string) => void;
}

/** What was measured in the viewer. Choosing one shows it. */
export function MeasurementList({ measurements, onShow, onRemove }: Properties) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('measurements')}>
      <h2>{t('measurements')}</h2>
      {measurements.length === 0 ? <p className="soft">{t('noMeasurements')}</p> : null}
      <ul className="measurements">
        {measurements.map(({ id, kind, label, values }) => (
          <li key={id} data-measurement={kind}>
            <button type="button" className="plain" onClick={() => onShow(id)}>
              <b>{label || t(`tool_${kind}`, kind)}</b>
              {values.map(value => <span key={value}>{value}</span>)}
            </button>
            <Button type="text" size="small" icon={<DeleteOutlined aria-hidden />} aria-label={t('removeMeasurement')} title={t('removeMeasurement')} onClick={() => onRemove(id)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
