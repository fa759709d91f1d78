import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router';

/** What the address asks of the page, by name, and a way to ask for something else: empty is not asked. */
export function useAsked(): [(name: string) => string, (asked: Record<string, string>) => void] {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const said = useMemo(() => new URLSearchParams(search), [search]);
  const ask = useCallback((asked: Record<string, string>) => {
    const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''));
    void navigate({ pathname, search: query.size > 0 ? `?${query}` : '' });
  }, [navigate, pathname]);
  return [useCallback(name => said.get(name) ?? '', [said]), ask];
}
