import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { z } from 'zod'
import { ApiProblem, api } from './api.ts'

export type Saving = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict'
type Written<Plan> = { name: string; plan: Plan }

/** How long somebody has to be still until the draft is saved. */
const STILL_MS = 700
/** And how long until a save that failed is tried again. */
const AGAIN_MS = 5_000
const STEPS_BACK_MAX = 100

const draftSaved = z.object({ draftNo: z.number() })

export type PlanDraft<Plan> = Written<Plan> & {
  saving: Saving
  /** The number of the draft that the server has. */
  draftNo: number
  change: (next: Partial<Written<Plan>>) => void
  undo: (() => void) | undefined
  redo: (() => void) | undefined
}

/**
 * A draft on the screen: every change can be taken back, and is saved by itself when the person is still.
 * @param kept.list whose rows show the draft's name. @param kept.conflict the refusal when somebody else has saved.
 */
export function usePlanDraft<Plan>(
  begun: Written<Plan> & { draftNo: number },
  kept: { path: string; list: string; conflict: string },
): PlanDraft<Plan> {
  const client = useQueryClient()
  const { path, list, conflict } = kept
  const [now, setNow] = useState<Written<Plan>>({ name: begun.name, plan: begun.plan })
  const [past, setPast] = useState<readonly Written<Plan>[]>([])
  const [future, setFuture] = useState<readonly Written<Plan>[]>([])
  const [saving, setSaving] = useState<Saving>('saved')
  const [draftNo, setDraftNo] = useState(begun.draftNo)
  const saved = useRef(now)
  const number = useRef(begun.draftNo)
  const isSaving = useRef(false)

  useEffect(() => {
    if (now === saved.current) {
      // Taken back to what the server has; while a save is on its way it is not known yet what that will be.
      if (saving === 'waiting' && !isSaving.current) setSaving('saved')
      return
    }
    if (saving === 'conflict' || now.name.trim() === '') return
    const timer = setTimeout(save, saving === 'failed' ? AGAIN_MS : STILL_MS)
    return () => clearTimeout(timer)

    async function save() {
      // The save on its way ends by looking again.
      if (isSaving.current) return
      isSaving.current = true
      setSaving('saving')
      try {
        const answer = await api.put(path, draftSaved, { draftNo: number.current, ...now })
        number.current = answer.draftNo
        saved.current = now
        setDraftNo(answer.draftNo)
        setSaving('saved')
        void client.invalidateQueries({ predicate: ({ queryKey: [key] }) => key === list })
      } catch (cause) {
        const isConflict = cause instanceof ApiProblem && cause.code === conflict
        setSaving(isConflict ? 'conflict' : 'failed')
      } finally {
        isSaving.current = false
      }
    }
  }, [now, saving, path, list, conflict, client])

  const go = (next: Written<Plan>) => {
    setNow(next)
    setSaving((before) => (before === 'conflict' ? before : 'waiting'))
  }
  const last = past.at(-1)
  const next = future[0]
  return {
    ...now,
    saving,
    draftNo,
    change(changes) {
      setPast([...past.slice(-STEPS_BACK_MAX), now])
      setFuture([])
      go({ ...now, ...changes })
    },
    undo:
      last &&
      (() => {
        setPast(past.slice(0, -1))
        setFuture([now, ...future])
        go(last)
      }),
    redo:
      next &&
      (() => {
        setFuture(future.slice(1))
        setPast([...past, now])
        go(next)
      }),
  }
}
