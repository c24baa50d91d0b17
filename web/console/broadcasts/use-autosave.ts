import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { type Broadcast, type BroadcastPlan, broadcastSaved } from '../../../contract/broadcast.ts'
import { ApiProblem, api } from '../../ui/index.ts'

type Written = { name: string; plan: BroadcastPlan }
export type Draft = Written & {
  saving: 'saved' | 'waiting' | 'failed' | 'conflict'
  /** The number of the draft that the server has. */
  draftNo: number
  change: (next: Partial<BroadcastPlan>) => void
  rename: (name: string) => void
}

/** How long somebody has to be still until the draft is saved, and until a save that failed is tried again. */
const STILL_MS = 600
const AGAIN_MS = 4_000

/** A draft on the screen that is saved by itself when the person is still. */
export function useAutosave({ id, name, draft }: Broadcast): Draft {
  const client = useQueryClient()
  const [now, setNow] = useState<Written>({ name, plan: draft.plan })
  const [saving, setSaving] = useState<Draft['saving']>('saved')
  const [draftNo, setDraftNo] = useState(draft.no)
  const saved = useRef(now)
  const isSaving = useRef(false)

  useEffect(() => {
    if (now === saved.current || saving === 'conflict' || now.name.trim() === '') return
    const timer = setTimeout(save, saving === 'failed' ? AGAIN_MS : STILL_MS)
    return () => clearTimeout(timer)

    async function save() {
      // The save on its way ends by looking again.
      if (isSaving.current) return
      isSaving.current = true
      try {
        const body = { draftNo, ...now }
        const answer = await api.put(`/api/broadcasts/${id}/draft`, broadcastSaved, body)
        saved.current = now
        setDraftNo(answer.draftNo)
        setSaving('saved')
        void client.invalidateQueries({ queryKey: ['/api/broadcasts'] })
      } catch (cause) {
        const isConflict = cause instanceof ApiProblem && cause.status === 409
        setSaving(isConflict ? 'conflict' : 'failed')
      } finally {
        isSaving.current = false
      }
    }
  }, [now, saving, draftNo, id, client])

  const go = (next: Written) => {
    setNow(next)
    setSaving((before) => (before === 'conflict' ? before : 'waiting'))
  }
  return {
    ...now,
    saving,
    draftNo,
    change: (next) => go({ ...now, plan: { ...now.plan, ...next } }),
    rename: (next) => go({ ...now, name: next }),
  }
}
