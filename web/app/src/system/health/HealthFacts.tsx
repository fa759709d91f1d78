import { Progress } from 'antd';
import type { Health } from '../../api/system';
import { Facts } from '../shared/Facts';
import { useShow } from '../shared/useShow';
import { useWords } from '../words/useWords';

/** The figures behind the verdict. */
export function HealthFacts({ health }: { health: Health }) {
  const { t } = useWords();
  const show = useShow();
  const { disk, index, warm, replica, scrub, queues } = health;
  const trouble = (word: string) => t(`trouble_${word}`, word);
  const used = disk.totalBytes !== null && disk.freeBytes !== null ? Math.round(100 * (1 - disk.freeBytes / disk.totalBytes)) : null;
  return (
    <>
      {used !== null ? (
        <div className="disk">
          <span>{t('diskUsed', { used, free: show.bytes(disk.freeBytes!), total: show.bytes(disk.totalBytes!) })}</span>
          <Progress percent={used} showInfo={false} size="small" status={used >= 95 ? 'exception' : 'normal'} aria-label={t('disk')} />
        </div>
      ) : null}
      <Facts label={t('howItStands')} facts={[
        { word: t('takes'), value: t(health.isReady ? 'yes' : 'no'), second: health.notReady ? trouble(health.notReady) : undefined, mood: health.isReady ? 'good' : 'bad' },
        { word: t('running'), value: show.since(health.startedAt), second: show.moment(health.startedAt) },
        { word: t('index'), value: index.trouble ? trouble(index.trouble) : index.behind > 0 ? t('behind', { count: index.behind }) : t('caughtUp'), second: index.setAside > 0 ? t('setAside', { count: index.setAside }) : undefined, mood: index.trouble ? 'bad' : undefined },
        { word: t('scrubbing'), value: t(!scrub.isOn ? 'off' : scrub.isUnderWay ? 'underWay' : 'waits'), second: scrub.lastPassAt ? t('lastPassAt', { when: show.moment(scrub.lastPassAt) }) : t('noPassYet') },
        { word: t('openFindings'), value: show.number(scrub.openFindings), mood: scrub.openFindings > 0 ? 'bad' : 'good' },
        { word: t('replica'), value: !replica.isOn ? t('none') : replica.trouble ? trouble(replica.trouble) : replica.lag > 0 ? t('behind', { count: replica.lag }) : t('caughtUp'), mood: replica.trouble ? 'bad' : undefined },
        { word: t('warm'), value: !warm.isOn ? t('none') : warm.trouble ? trouble(warm.trouble) : t('there'), mood: warm.trouble ? 'bad' : undefined },
        { word: t('openBundles'), value: show.number(queues.openBundles) },
        { word: t('sendsOpen'), value: show.number(queues.sends), second: queues.sendsFailed > 0 ? t('sendsFailed', { count: queues.sendsFailed }) : undefined },
        { word: t('commitments'), value: show.number(queues.commitments) },
      ]} />
    </>
  );
}
