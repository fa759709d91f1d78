import { CheckCircleOutlined, CloseCircleOutlined, LoadingOutlined } from '@ant-design/icons';
import { useWords } from '../system/words/useWords';
import type { EchoState } from './useEcho';

/** What came of asking whether a peer is there. */
export function EchoMark({ state }: { state: EchoState | undefined }) {
  const { t } = useWords();
  if (!state) return null;
  if (state === 'asking') return <span className="echo soft" role="status"><LoadingOutlined aria-hidden /> {t('echoing')}</span>;
  if (state.ok) return <span className="echo good" role="status"><CheckCircleOutlined aria-hidden /> {t('echoOk', { ms: state.milliseconds })}</span>;
  return <span className="echo bad" role="status"><CloseCircleOutlined aria-hidden /> {t('echoFailed', { why: state.problem ?? '' })}</span>;
}
