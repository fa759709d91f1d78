import { useCallback, useSyncExternalStore } from 'react';
import { isSame, type ImageReference } from './ohifAdapter';

const KEY = 'concord.marks';
const listeners = new Set<() => void>();
let marks = kept();

/** Images that were marked and are not stored yet. They outlive a reload, not the window. */
export function useMarks(): { marks: ImageReference[]; toggle: (image: ImageReference) => void; drop: (images: ImageReference[]) => void } {
  const now = useSyncExternalStore(tell => {
    listeners.add(tell);
    return () => listeners.delete(tell);
  }, () => marks);
  const toggle = useCallback((image: ImageReference) => {
    const others = marks.filter(mark => !isSame(mark, image));
    keep(others.length < marks.length ? others : [...marks, image]);
  }, []);
  const drop = useCallback((images: ImageReference[]) => keep(marks.filter(mark => !images.some(image => isSame(mark, image)))), []);
  return { marks: now, toggle, drop };
}

function keep(next: ImageReference[]): void {
  marks = next;
  sessionStorage.setItem(KEY, JSON.stringify(marks));
  for (const tell of listeners) tell();
}

function kept(): ImageReference[] {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as ImageReference[];
  } catch {
    return [];
  }
}
