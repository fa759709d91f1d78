import { useCallback, useRef, useState } from 'react';
import { echoPeer, type Echo } from '../api/peers';

export type EchoState = 'asking' | Echo;

/** Whether peers are there, by title, as they are asked. */
export function useEcho() {
  const [answers, setAnswers] = useState<Record<string, EchoState>>({});
  const latest = useRef<Record<string, number>>({});
  const ask = useCallback(async (aeTitle: string) => {
    const turn = latest.current[aeTitle] = (latest.current[aeTitle] ?? 0) + 1;
    const put = (state: EchoState) => turn === latest.current[aeTitle] && setAnswers(now => ({ ...now, [aeTitle]: state }));
    put('asking');
    try {
      put(await echoPeer(aeTitle));
    } catch (error) {
      put({ ok: false, milliseconds: 0, problem: (error as Error).message });
    }
  }, []);
  return { answers, ask };
}
