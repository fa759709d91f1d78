import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addSend, findSend, type Send } from '../api/sends';
import { hasEnded, nextLook } from './progress';

/** Sends once, and follows how far it is until it has ended. */
export function useSend() {
  const client = useQueryClient();
  const [first, setFirst] = useState<Send | null>(null);
  const number = first?.number ?? 0;
  const { data } = useQuery({
    queryKey: ['sends', 'one', number],
    queryFn: ({ signal }) => findSend(number, signal),
    enabled: first !== null,
    staleTime: 0,
    refetchInterval: ({ state }) => state.data && hasEnded(state.data.state) ? false : Math.min(2000, nextLook(state.data ? [state.data] : [], Date.now())),
  });
  const begin = async (to: string, study: string, series?: string) => {
    setFirst(await addSend(to, study, series));
    void client.invalidateQueries({ queryKey: ['sends', 'list'] });
  };
  return { send: data ?? first, begin, renew: () => client.invalidateQueries({ queryKey: ['sends', 'one', number] }) };
}
