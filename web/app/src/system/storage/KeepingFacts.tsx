import { useQuery } from '@tanstack/react-query';
import { getCompression, getRetention, getTiers } from '../../api/system';
import { Facts } from '../shared/Facts';
import { Section } from '../shared/Section';
import { useShow } from '../shared/useShow';
import { useWords } from '../words/useWords';

/** Where bundles lie, what compressing saves, when rules of retention act. */
export function KeepingFacts() {
  const { t } = useWords();
  const show = useShow();
  const tiers = useQuery({ queryKey: ['tiers'], queryFn: ({ signal }) => getTiers(signal) });
  const compression = useQuery({ queryKey: ['compression'], queryFn: ({ signal }) => getCompression(signal) });
  const retention = useQuery({ queryKey: ['retention'], queryFn: ({ signal }) => getRetention(signal) });
  const trouble = (word: string) => t(`trouble_${word}`, word);
  const saved = compression.data ? compression.data.sinceStart.bytesBefore - compression.data.sinceStart.bytesAfter : 0;
  return (
    <Section title={t('howKept')} error={tiers.error ?? compression.error ?? retention.error}>
      <Facts label={t('howKept')} facts={[
        ...(tiers.data ? [
          { word: t('warm'), value: !tiers.data.warm.isOn ? t('none') : tiers.data.warm.trouble ? trouble(tiers.data.warm.trouble) : t('bundlesIn', { count: tiers.data.warm.bundles }), second: tiers.data.warm.isOn ? t('movedBytes', { bytes: show.bytes(tiers.data.warm.movedBytes) }) : t('setWith', { setting: 'Vault:WarmFolder' }) },
          { word: t('cache'), value: show.bytes(tiers.data.cache.bytes), second: t('ofMost', { bytes: show.bytes(tiers.data.cache.maxBytes) }) },
          { word: t('replica'), value: !tiers.data.replica.isOn ? t('none') : tiers.data.replica.trouble ? trouble(tiers.data.replica.trouble) : tiers.data.replica.lag > 0 ? t('behind', { count: tiers.data.replica.lag }) : t('caughtUp'), second: tiers.data.replica.isOn ? t('copiedBytes', { bytes: show.bytes(tiers.data.replica.copiedBytes) }) : t('setWith', { setting: 'Vault:ReplicaFolder' }) },
        ] : []),
        ...(compression.data ? [{ word: t('compression'), value: !compression.data.isOn ? t('off') : compression.data.trouble ? trouble(compression.data.trouble) : t('savedBytes', { bytes: show.bytes(Math.max(0, saved)) }), second: t('bundlesIn', { count: compression.data.sinceStart.bundles }) }] : []),
        ...(retention.data ? [{ word: t('retention'), value: retention.data.rules.length === 0 ? t('noRules') : t('ruleCount', { count: retention.data.rules.length }), second: retention.data.isOn && retention.data.nextRunAt ? t('nextRun', { when: show.moment(retention.data.nextRunAt) }) : retention.data.rules.length > 0 ? t('rulesOff') : t('setWith', { setting: 'Retention:Rules' }) }] : []),
      ]} />
    </Section>
  );
}
