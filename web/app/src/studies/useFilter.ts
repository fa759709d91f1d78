import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { filterOfHash, hashOfFilter, type StudyFilter } from '../api/studyQuery';

/** What is asked, as the address says it; setting it changes the address, without a place in the history for every letter. */
export function useFilter(): [StudyFilter, (change: Partial<StudyFilter>) => void] {
  const { hash } = useLocation();
  const navigate = useNavigate();
  const filter = useMemo(() => filterOfHash(hash), [hash]);
  const change = useCallback((values: Partial<StudyFilter>) => {
    const now = filterOfHash(location.hash);
    void navigate({ hash: hashOfFilter({ ...now, ...values }) }, { replace: true });
  }, [navigate]);
  return [filter, change];
}
