import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { JourneyPlan } from '../../../contract/journey.ts'
import { draftSaved, type Journey } from '../../../contract/journey-view.ts'
import { ApiProblem, api } from '../../ui/index.ts'

export type Saving = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict'
type Written = { name: string; plan: JourneyPlan }

/** How long somebody has to be still until the draft is saved. */
const STILL_MS = 700
/** And how long until a save that failed is tried again. */
const AGAIN_MS = 5_000
const STEPS_BACK_MAX = 100

export type Draft = Written & {
  saving: Saving
  /** The number of the draft that the server has. */
  draftNo: number
  change: (next: Partial<Written>) => void
  undo: (() => void) | undefined
  redo: (() => void) | undefined
}

/** A draft on the screen: every change can be taken back, and is saved by itself when the person is still. */
export function useDraft(journey: Journey): Draft {
  const client = useQueryClient()
  const [now, setNow] = useState<Written>({ name: journey.name, plan: journey.draft.plan })
  const [past, setPast] = useState<readonly Written[]>([])
  const [future, setFuture] = useState<readonly Written[]>([])
  const [saving, setSaving] = useState<Saving>('saved')
  const [draftNo, setDraftNo] = useState(journey.draft.no)
  const saved = useRef(now)
  const number = useRef(journey.draft.no)
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
        const path = `/api/journeys/${journey.id}/draft`
        const answer = await api.put(path, draftSaved, { draftNo: number.current, ...now })
        number.current = answer.draftNo
        saved.current = now
        setDraftNo(answer.draftNo)
        setSaving('saved')
        void client.invalidateQueries({
          predicate: ({ queryKey: [key] }) => key === '/api/journeys',
        })
      } catch (cause) {
        const isConflict = cause instanceof ApiProblem && cause.code === 'journey_changed'
        setSaving(isConflict ? 'conflict' : 'failed')
      } finally {
        isSaving.current = false
      }
    }
  }, [now, saving, journey.id, client])

  const go = (next: Written) => {
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
