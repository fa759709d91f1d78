import { CheckCircleOutlined, CloseCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { Link } from 'react-router';
import { useShow } from '../shared/useShow';
import { useWords } from '../words/useWords';
import type { Trouble } from './troubles';
import './health.css';

/** What is to be seen to, each with the way there. */
export function TroubleList({ troubles }: { troubles: Trouble[] }) {
  const { t } = useWords();
  const show = useShow();
  const textOf = ({ word, values, bytes }: Trouble) => {
    const why = typeof values?.why === 'string' ? { why: t(`trouble_${values.why}`, values.why) } : {};
    return t(`wrong_${word}`, { ...values, ...why, ...Object.fromEntries(Object.entries(bytes ?? {}).map(([name, value]) => [name, show.bytes(value)])) });
  };
  if (troubles.length === 0) return <p className="verdict well" role="status"><CheckCircleOutlined aria-hidden /> {t('allWell')}</p>;
  return (
    <ul className="troubles" aria-label={t('whatIsWrong')}>
      {troubles.map(trouble => (
        <li key={trouble.word} className={`verdict ${trouble.severity}`}>
          {trouble.severity === 'bad' ? <CloseCircleOutlined aria-hidden /> : <WarningOutlined aria-hidden />}
          <span>{textOf(trouble)}</span>
          {trouble.part ? <Link to={`/system/${trouble.part}`}>{t(`part_${trouble.part}`)}</Link> : null}
        </li>
      ))}
    </ul>
  );
}
