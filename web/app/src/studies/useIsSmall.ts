import { useSyncExternalStore } from 'react';

/** Whether the window is so narrow, pixels. */
export function useIsNarrower(than: number): boolean {
  const query = `(max-width: ${than}px)`;
  return useSyncExternalStore(tell => {
    const media = matchMedia(query);
    media.addEventListener('change', tell);
    return () => media.removeEventListener('change', tell);
  }, () => matchMedia(query).matches);
}

/** A phone: rows are cards. */
export const useIsSmall = () => useIsNarrower(700);
