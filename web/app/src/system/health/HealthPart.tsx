import { useQuery } from '@tanstack/react-query';
import { getCompression, getHealth } from '../../api/system';
import { Section } from '../shared/Section';
import { useWords } from '../words/useWords';
import { HealthFacts } from './HealthFacts';
import { TroubleList } from './TroubleList';
import { troublesOf } from './troubles';

const EVERY = 5000;

/** Whether all is well; what is not comes first, in words. */
export function HealthPart() {
  const { t } = useWords();
  const { data, error, isPending } = useQuery({ queryKey: ['health'], queryFn: ({ signal }) => getHealth(signal), refetchInterval: EVERY, retry: 0 });
  const { data: compression } = useQuery({ queryKey: ['compression'], queryFn: ({ signal }) => getCompression(signal), refetchInterval: EVERY });
  return (
    <>
      {data && !error ? <TroubleList troubles={troublesOf(data, compression)} /> : null}
      <Section title={t('howItStands')} error={error} isLoading={isPending && !error}>{data ? <HealthFacts health={data} /> : null}</Section>
    </>
  );
}
