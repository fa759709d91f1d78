import { useInfiniteQuery } from '@tanstack/react-query';

export interface Page<T, C> {
  rows: T[];
  next?: C | null;
}

/** A list that comes in pages; `every` milliseconds it looks for news, as the answer decides. */
export function usePages<T, C>(key: unknown[], first: C, read: (at: C, signal: AbortSignal) => Promise<Page<T, C>>, every?: (rows: T[]) => number | false) {
  const query = useInfiniteQuery({
    queryKey: key,
    initialPageParam: first,
    queryFn: ({ pageParam, signal }) => read(pageParam as C, signal),
    getNextPageParam: (last: Page<T, C>) => last.next ?? undefined,
    refetchInterval: every ? ({ state }) => every(state.data?.pages.flatMap(page => page.rows) ?? []) : false,
    staleTime: 0,
  });
  return {
    rows: query.data?.pages.flatMap(page => page.rows) ?? [],
    error: query.error,
    isLoading: query.isPending && !query.error,
    hasMore: query.hasNextPage,
    isMore: query.isFetchingNextPage,
    more: () => void query.fetchNextPage(),
    refetch: query.refetch,
  };
}
