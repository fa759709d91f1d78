import { Button } from 'antd';
import { useWords } from '../words/useWords';

/** How many rows are shown, and the page that follows. */
export function More({ count, hasMore, isLoading, onMore }: { count: number; hasMore: boolean; isLoading: boolean; onMore: () => void }) {
  const { t } = useWords();
  if (count === 0) return null;
  return <p className="more"><span role="status">{t(hasMore ? 'shownMore' : 'shown', { count })}</span>{hasMore ? <Button size="small" loading={isLoading} onClick={onMore}>{t('more')}</Button> : null}</p>;
}
