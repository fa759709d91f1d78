import { Tabs } from 'antd';
import { useSearchParams } from 'react-router';
import { useWords } from '../words/useWords';
import { CertificateSection } from './CertificateSection';
import { DecisionSection } from './DecisionSection';

const LISTS = ['rejected', 'holds', 'purges', 'certificates'] as const;

/** What was decided about what is kept, and what is still to be decided. */
export function LifecyclePart() {
  const { t } = useWords();
  const [asked, setAsked] = useSearchParams();
  const shown = LISTS.find(one => one === asked.get('show')) ?? 'rejected';
  return (
    <Tabs activeKey={shown} destroyOnHidden onChange={show => setAsked({ show })} items={LISTS.map(list => ({
      key: list, label: t(list), children: list === 'certificates' ? <CertificateSection /> : <DecisionSection list={list} />,
    }))} />
  );
}
