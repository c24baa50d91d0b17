import { QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { ApiProblem, type ApiQuery, api } from '../ui/api.ts'
import { useText } from '../ui/language.ts'
import { texts } from './text.ts'

const FRESH_MS = 5_000
const base = '/api/sidebar'

export function makeClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (failures, cause) => failures < 1 && !(cause instanceof ApiProblem),
      },
    },
  })
}

/** Loads one thing of the sidebar. `every`: asked again after so many milliseconds. */
export function useSeen<T extends z.ZodType>(
  path: string | null,
  schema: T,
  { query = {}, every }: { query?: ApiQuery; every?: number } = {},
) {
  return useQuery({
    queryKey: [path, query],
    queryFn: ({ signal }) => api.get(`${base}${path}`, schema, query, signal),
    enabled: path !== null,
    refetchInterval: every ?? false,
  })
}

/** What a person does: one thing at a time, told in words when it is refused; what is on the screen is asked for again. */
export function useAct() {
  const t = useText(texts)
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const isAtWork = useRef(false)
  const act = async <T>(work: () => Promise<T>): Promise<T | null> => {
    // A second tap comes before the button could be drawn as busy.
    if (isAtWork.current) return null
    isAtWork.current = true
    setBusy(true)
    setProblem(null)
    try {
      return await work()
    } catch (cause) {
      const told = cause instanceof ApiProblem && cause.title !== '' ? cause.title : t('no_answer')
      setProblem(told)
      return null
    } finally {
      isAtWork.current = false
      setBusy(false)
      void client.invalidateQueries()
    }
  }
  return { act, isBusy, problem, setProblem }
}

export { ApiProblem, api }
export const at = (path: string) => `${base}${path}`
