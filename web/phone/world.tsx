import { createContext, type ReactNode, use, useEffect, useState } from 'react'
import type { z } from 'zod'
import { type State, state } from './wire.ts'

/** What the page knows of the world as a whole: one question that waits for the next change, for the whole page. */
type World = {
  seen: State | null
  /** The sandbox does not answer. */
  isLost: boolean
  /** When `seen` came, by this device: the sandbox's clock goes on from there. */
  seenAt: number
}

const WAIT_MS = 20_000
const AGAIN_MS = 1_500
/** In a burst the page is drawn this often, and no look is broken off by the next. */
const TOGETHER_MS = 150
const WorldContext = createContext<World>({ seen: null, isLost: false, seenAt: 0 })

export function WorldProvider({ children }: { children: ReactNode }) {
  const [world, setWorld] = useState<World>({ seen: null, isLost: false, seenAt: 0 })
  useEffect(() => {
    const leaving = new AbortController()
    void watch(leaving.signal, setWorld)
    return () => leaving.abort()
  }, [])
  return <WorldContext value={world}>{children}</WorldContext>
}

async function watch(signal: AbortSignal, tell: (next: World) => void): Promise<void> {
  let last: State | null = null
  let seenAt = 0
  while (!signal.aborted) {
    const query: string = last ? `?after=${last.version}&waitMs=${WAIT_MS}` : ''
    const next = await look(`/sandbox/state${query}`, state, signal)
    if (signal.aborted) return
    if (next) {
      last = next
      seenAt = performance.now()
    }
    tell({ seen: last, isLost: next === null, seenAt })
    await new Promise((go) => setTimeout(go, next ? TOGETHER_MS : AGAIN_MS))
  }
}

export function useWorld(): World {
  return use(WorldContext)
}

/** Something that the sandbox shows, looked at again after each change. Null: not seen yet, or not there. */
export function useLook<T>(path: string | null, shape: z.ZodType<T>): T | null {
  const version = useWorld().seen?.version ?? 0
  const [found, setFound] = useState<{ path: string; value: T } | null>(null)
  useEffect(() => {
    if (path === null || version === 0) return
    const leaving = new AbortController()
    void look(path, shape, leaving.signal).then((value) => {
      if (value !== null && !leaving.signal.aborted) setFound({ path, value })
    })
    return () => leaving.abort()
  }, [path, shape, version])
  // What belongs to another path is not shown under this one.
  return found?.path === path ? found.value : null
}

async function look<T>(path: string, shape: z.ZodType<T>, signal: AbortSignal): Promise<T | null> {
  try {
    const response = await fetch(path, { signal })
    return response.ok ? shape.parse(await response.json()) : null
  } catch {
    return null
  }
}

/** Does something in the sandbox. Null: it could not be done, as the world is now. */
export async function act<T>(
  path: string,
  shape: z.ZodType<T>,
  body: object | null,
): Promise<T | null> {
  try {
    const response = await fetch(`/sandbox/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return response.ok ? shape.parse(await response.json()) : null
  } catch {
    return null
  }
}
