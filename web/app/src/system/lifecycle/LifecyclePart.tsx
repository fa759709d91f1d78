import { Link } from 'react-router';
import { useAsked } from '../shared/useAsked';
import { useWords } from '../words/useWords';
import { CertificateSection } from './CertificateSection';
import { DecisionSection } from './DecisionSection';

const LISTS = ['rejected', 'holds', 'purges', 'certificates'] as const;

/** What was decided about what is kept, and what is still to be decided. */
export function LifecyclePart() {
  const { t } = useWords();
  const [asked] = useAsked();
  const shown = LISTS.find(one => one === asked('show')) ?? LISTS[0];
  return (
    <>
      <nav className="lists" aria-label={t('part_lifecycle')}>
        {LISTS.map(list => <Link key={list} to={`/system/lifecycle?show=${list}`} aria-current={list === shown ? 'true' : undefined}>{t(list)}</Link>)}
      </nav>
      {shown === 'certificates' ? <CertificateSection /> : <DecisionSection key={shown} list={shown} />}
    </>
  );
}
