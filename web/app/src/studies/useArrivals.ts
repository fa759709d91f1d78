import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { listen } from '../api/changes';

/** Changes of so long are shown together, milliseconds: a series arrives by the hundred. */
const TOGETHER = 500;

/** While the archive is filled the list is asked for no more often than this, milliseconds: counting a million studies is work. */
const SPARING = 3000;

/** How long a row that has just arrived stands out, milliseconds. */
const FRESH = 20_000;

export interface Arrivals {
  isConnected: boolean;
  /** Studies that came in the last seconds. */
  fresh: ReadonlySet<string>;
  /** Studies that came since the reader has last been at the top. */
  unseen: number;
  seen: () => void;
}

/** Listens to the archive: what is shown is asked for again when something has changed. */
export function useArrivals(): Arrivals {
  const client = useQueryClient();
  const [isConnected, setConnected] = useState(false);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const [unseen, setUnseen] = useState<ReadonlySet<string>>(new Set());
  const waiting = useRef({ studies: new Set<string>(), arrived: new Set<string>(), timer: 0, shownAt: 0 });
  useEffect(() => {
    const gathered = waiting.current;
    const show = () => {
      const { studies, arrived } = gathered;
      [gathered.studies, gathered.arrived, gathered.timer, gathered.shownAt] = [new Set(), new Set(), 0, performance.now()];
      void client.invalidateQueries({ queryKey: ['studies'] });
      for (const study of studies) void client.invalidateQueries({ queryKey: ['study', study] });
      if (arrived.size === 0) return;
      setFresh(now => now.union(arrived));
      setUnseen(now => now.union(arrived));
      setTimeout(() => setFresh(now => now.difference(arrived)), FRESH);
    };
    const stop = listen(change => {
      gathered.studies.add(change.studyInstanceUid);
      if (change.kind === 'stored') gathered.arrived.add(change.studyInstanceUid);
      gathered.timer ||= window.setTimeout(show, Math.max(TOGETHER, gathered.shownAt + SPARING - performance.now()));
    }, setConnected);
    return () => {
      stop();
      clearTimeout(gathered.timer);
      gathered.timer = 0;
    };
  }, [client]);
  return { isConnected, fresh, unseen: unseen.size, seen: useCallback(() => setUnseen(now => now.size === 0 ? now : new Set()), []) };
}
