import { keepPreviousData, useQueries, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { countStudies, findStudies, type StudyPage } from '../api/studies';
import type { Study } from '../api/study';
import type { StudyFilter } from '../api/studyQuery';

/** Studies of one request. */
const PAGE = 100;

/** A scroll bar that is dragged asks for nothing until it rests so long, milliseconds. */
const REST = 90;

/** Further down than this a page is found from where the one before ended, where that is known, and not by counting. */
const FAR = 2000;

export interface Studies {
  /** How many there are; null while that is not known. */
  total: number | null;
  /** Rows of the list: as many as there are, or as far as is known. */
  rows: number;
  at: (row: number) => Study | undefined;
  error: Error | null;
  isFirstLoad: boolean;
  onRange: (first: number, last: number) => void;
}

/** The studies that match, as far as they are in sight. */
export function useStudies(filter: StudyFilter): Studies {
  const client = useQueryClient();
  const [range, setRange] = useState({ first: 0, last: 0 });
  const rested = useRested(range, REST);
  const count = useQuery({
    queryKey: ['studies', 'count', { ...filter, order: '' }],
    queryFn: ({ signal }) => countStudies(filter, signal),
    placeholderData: keepPreviousData,
  });
  const from = Math.floor(rested.first / PAGE);
  const numbers = Array.from({ length: Math.floor(Math.max(rested.last, 0) / PAGE) - from + 1 }, (_, i) => from + i);
  const pages = useQueries({
    queries: numbers.map(page => ({
      queryKey: keyOf(filter, page),
      queryFn: ({ signal }: { signal: AbortSignal }) => findStudies(filter, PAGE, placeOf(client, filter, page), signal),
    })),
  });
  const total = count.data !== undefined && !count.isPlaceholderData ? count.data : null;
  const at = (row: number) => client.getQueryData<StudyPage>(keyOf(filter, Math.floor(row / PAGE)))?.studies[row % PAGE];
  return {
    total,
    rows: total ?? knownRows(numbers, pages.map(page => page.data)),
    at,
    error: pages.find(page => page.error)?.error ?? null,
    isFirstLoad: pages.every(page => page.isPending),
    onRange: useCallback((first: number, last: number) => setRange({ first, last }), []),
  };
}

const keyOf = (filter: StudyFilter, page: number) => ['studies', 'page', filter, page];

function placeOf(client: QueryClient, filter: StudyFilter, page: number): { offset: number } | { after: string } {
  const before = page * PAGE > FAR ? client.getQueryState<StudyPage>(keyOf(filter, page - 1)) : undefined;
  return before?.data?.next && !before.isInvalidated ? { after: before.data.next } : { offset: page * PAGE };
}

/** Where counting was refused, or takes long: the pages that came, and one more when the last of them is not the end. */
function knownRows(numbers: number[], pages: (StudyPage | undefined)[]): number {
  const last = pages.findLastIndex(page => page !== undefined);
  if (last < 0) return (numbers[0] ?? 0) * PAGE;
  const page = pages[last]!;
  return numbers[last]! * PAGE + page.studies.length + (page.next ? PAGE : 0);
}

function useRested<T>(value: T, milliseconds: number): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return rested;
}
