import {
  keepPreviousData,
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { App } from 'antd'
import { useEffect } from 'react'
import type { z } from 'zod'
import { pageOf } from '../../contract/page.ts'
import { ApiProblem, type ApiQuery, api } from './api.ts'
import { useText } from './language.ts'
import { texts } from './text.ts'

const FRESH_MS = 10_000
const RETRIES = 1
/** Rows kept in one list on the screen; beyond it a narrower search serves people better than scrolling. */
const LIST_PAGES_MAX = 20
const LIST_PAGE_ROWS = 50

/** One client for the console: a refusal is not tried again, a silent server once. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (failures, cause) =>
          failures < RETRIES && (!(cause instanceof ApiProblem) || cause.status === 0),
      },
    },
  })
}

/** A thing that is being loaded, as the page kinds take it. */
export type Load<T> = {
  data: T | undefined
  problem: Error | null
  isLoading: boolean
  reload: () => void
}

/** Loads one thing. `every` asks again after so many milliseconds (live pages). */
export function useLoad<T extends z.ZodType>(
  path: string,
  schema: T,
  {
    query = {},
    every,
    enabled = true,
  }: { query?: ApiQuery; every?: number | undefined; enabled?: boolean } = {},
): Load<z.infer<T>> {
  const result = useQuery({
    queryKey: [path, query],
    queryFn: ({ signal }) => api.get(path, schema, query, signal),
    refetchInterval: every ?? false,
    enabled,
  })
  return {
    data: result.data,
    problem: result.data === undefined ? result.error : null,
    isLoading: result.isLoading,
    reload: () => void result.refetch(),
  }
}

/**
 * Asks a question that does not fit an address (POST), again whenever it changes. The old answer stays on the screen until
 * the new one comes; `isOld` says so. `body` undefined: there is nothing to ask yet.
 */
export function useAnswer<T extends z.ZodType>(
  path: string,
  schema: T,
  body: unknown,
): Load<z.infer<T>> & { isOld: boolean } {
  const result = useQuery({
    queryKey: [path, body],
    queryFn: ({ signal }) => api.ask(path, schema, body, signal),
    enabled: body !== undefined,
    placeholderData: keepPreviousData,
  })
  return {
    data: result.data,
    problem: result.error,
    isLoading: result.isLoading,
    reload: () => void result.refetch(),
    isOld: result.isPlaceholderData,
  }
}

/** A list on the screen: the rows so far, how many there are, and how to get more. */
export type List<T> = {
  rows: readonly T[]
  total: number | null
  problem: Error | null
  isLoading: boolean
  isMoreLoading: boolean
  /** Undefined at the end. */
  more: (() => void) | undefined
  isCapped: boolean
  reload: () => void
  /** The filters that gave these rows, for exports and bulk deeds on all that match. */
  query: ApiQuery
}

/** Loads a paged list `{ items, next, total }`; `query` is usually `address.all`. Old rows stay while new ones load. */
export function useList<T extends z.ZodType>(
  path: string,
  item: T,
  query: ApiQuery = {},
  { every }: { every?: number } = {},
): List<z.infer<T>> {
  const schema = pageOf(item)
  const result = useInfiniteQuery({
    queryKey: [path, query],
    queryFn: ({ pageParam, signal }) =>
      api.get(path, schema, { limit: LIST_PAGE_ROWS, ...query, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: every ?? false,
  })
  const pages = result.data?.pages ?? []
  const isCapped = pages.length >= LIST_PAGES_MAX
  return {
    rows: pages.flatMap((page) => page.items),
    total: pages[0]?.total ?? null,
    problem: result.data === undefined ? result.error : null,
    isLoading: result.isLoading,
    isMoreLoading: result.isFetchingNextPage,
    more: result.hasNextPage && !isCapped ? () => void result.fetchNextPage() : undefined,
    isCapped: isCapped && result.hasNextPage,
    reload: () => void result.refetch(),
    query,
  }
}

/**
 * Keeps a list of what happened going while the page is open: asks for its newest row alone, `every` milliseconds after the
 * last answer, and loads the list again when that row is another. So an open page asks for little and has its rest.
 */
export function useNews<T extends z.ZodType<{ id: string }>>(
  list: List<z.infer<T>>,
  path: string,
  item: T,
  every: number,
): void {
  const query = { ...list.query, limit: 1 }
  const head = useLoad(path, pageOf(item), { query, every }).data?.items[0]?.id
  const { reload, rows, isLoading } = list
  const isNew = head !== undefined && !isLoading && head !== rows[0]?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each newest row; reload is another function at each drawing
  useEffect(() => {
    if (isNew) reload()
  }, [isNew, head])
}

export type Deed<Input, Output> = {
  run: (input: Input) => void
  /** For a form that goes on after the answer; undefined when it was refused (the person was told). */
  runAndWait: (input: Input) => Promise<Output | undefined>
  isBusy: boolean
  problem: Error | null
}

/**
 * A deed of the person: runs a request, then loads again everything whose path starts with one of `refresh`. A refusal
 * is told in words with its request id, unless `quiet` (a form that shows it itself).
 */
export function useDeed<Input, Output>(
  act: (input: Input) => Promise<Output>,
  {
    refresh = [],
    done,
    quiet = false,
  }: {
    refresh?: readonly string[]
    done?: (output: Output, input: Input) => void
    quiet?: boolean
  } = {},
): Deed<Input, Output> {
  const client = useQueryClient()
  const { message } = App.useApp()
  const t = useText(texts)
  const mutation = useMutation({
    mutationFn: act,
    onSuccess: async (output, input) => {
      done?.(output, input)
      await client.invalidateQueries({
        predicate: ({ queryKey: [path] }) =>
          refresh.some((start) => typeof path === 'string' && path.startsWith(start)),
      })
    },
    onError: (cause) => {
      if (quiet) return
      const id = cause instanceof ApiProblem ? cause.requestId : ''
      const said = problemTitle(cause, t('no_answer'), t('unexpected'))
      void message.error(id === '' ? said : `${said} ${t('request_id', { id })}`)
    },
  })
  return {
    run: (input) => mutation.mutate(input),
    runAndWait: (input) => mutation.mutateAsync(input).catch(() => undefined),
    isBusy: mutation.isPending,
    problem: mutation.error,
  }
}

/** What to say about a failure: the server's own words where it had some. */
export function problemTitle(cause: Error, noAnswer: string, unexpected: string): string {
  if (!(cause instanceof ApiProblem)) return unexpected
  if (cause.title !== '') return cause.title
  return cause.code === 'no_answer' ? noAnswer : unexpected
}
