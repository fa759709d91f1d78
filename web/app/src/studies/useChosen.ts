import { useCallback, useState } from 'react';
import type { Study } from '../api/study';
import type { StudyFilter } from '../api/studyQuery';
import type { Place } from './place';
import type { Studies } from './useStudies';

/** How far around its old row a study is looked for that arrivals have moved. */
const NEAR = 200;

interface Choice {
  row: number;
  uid: string;
  study: Study | null;
  isOpened: boolean;
}

/** The study that is chosen. It stays chosen when what arrives moves it down; another filter chooses none. */
export function useChosen(studies: Studies, filter: StudyFilter, before: Place | null) {
  const [choice, setChoice] = useState<Choice | null>(before?.row == null ? null : { row: before.row, uid: before.study, study: null, isOpened: false });
  const [filterThen, setFilterThen] = useState(filter);
  const { at, rows } = studies;

  const choose = useCallback((row: number, isOpened: boolean) => {
    const study = at(row) ?? null;
    setChoice({ row, uid: study?.uid ?? '', study, isOpened });
  }, [at]);

  if (filterThen !== filter) {
    setFilterThen(filter);
    setChoice(null);
  }

  const here = choice ? at(choice.row) : undefined;
  if (choice && here && here !== choice.study) {
    if (choice.uid === '' || here.uid === choice.uid) setChoice({ ...choice, uid: here.uid, study: here });
    else {
      const row = nearest(choice, at, rows);
      if (row !== null && row !== choice.row) setChoice({ ...choice, row });
    }
  }
  return { chosen: choice?.row ?? null, study: choice?.study ?? null, isOpened: choice?.isOpened ?? false, choose, close: useCallback(() => setChoice(null), []) };
}

function nearest(choice: Choice, at: Studies['at'], rows: number): number | null {
  for (let distance = 1; distance <= NEAR; distance++) {
    for (const row of [choice.row + distance, choice.row - distance])
      if (row >= 0 && row < rows && at(row)?.uid === choice.uid) return row;
  }
  return null;
}
