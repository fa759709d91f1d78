import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons';
import type { Integrity } from '../../api/keeping';
import { Facts } from '../shared/Facts';
import { useShow } from '../shared/useShow';
import { useWords } from '../words/useWords';
import '../health/health.css';

/** The verdict on what was read again, and how far reading is. */
export function ScrubFacts({ state }: { state: Integrity }) {
  const { t } = useWords();
  const show = useShow();
  const open = state.openFindings;
  return (
    <>
      <p className={`verdict ${open > 0 ? 'bad' : 'well'}`} role="status">
        {open > 0 ? <CloseCircleOutlined aria-hidden /> : <CheckCircleOutlined aria-hidden />}
        <span>{open > 0 ? t('findingsOpen', { count: open }) : t(state.lastPassAt ? 'allWhole' : 'noneYet')}</span>
      </p>
      <Facts label={t('scrubbing')} facts={[
        { word: t('scrubbing'), value: t(!state.isOn ? 'off' : state.isUnderWay ? 'underWay' : 'waits'), mood: state.isOn ? undefined : 'warn', second: state.isOn ? undefined : t('setWith', { setting: 'Vault:ScrubBytesPerSecond' }) },
        { word: t('lastPass'), value: state.lastPassAt ? show.moment(state.lastPassAt) : t('never') },
        { word: t('nextPass'), value: !state.isOn ? '–' : state.isUnderWay || !state.nextPassAt ? t('underWay') : show.moment(state.nextPassAt) },
        { word: t('bundlesChecked'), value: show.number(state.bundlesChecked), second: show.bytes(state.bytesChecked) },
        { word: t('oldestCheck'), value: state.oldestCheckAt ? show.moment(state.oldestCheckAt) : '–' },
        { word: t('overdue'), value: show.number(state.overdue), mood: state.overdue > 0 ? 'warn' : undefined },
        { word: t('openBundles'), value: show.number(state.openBundles), second: state.openBundles > 0 ? t('openFor', { count: state.longestOpenSeconds }) : undefined },
      ]} />
    </>
  );
}
