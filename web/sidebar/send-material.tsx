import { useState } from 'react'
import { z } from 'zod'
import { offer } from '../../contract/sidebar.ts'
import { useText } from '../ui/language.ts'
import { api, at, useAct } from './load.ts'
import { usePlace } from './place.tsx'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })

/** One tap: the policy is asked, the slot taken, WeCom says it in the chat, and the ledger knows what came of it. */
export function SendMaterial({
  materialId,
  contact,
  isRefused = false,
}: {
  materialId: string
  contact: string
  isRefused?: boolean
}) {
  const t = useText(texts)
  const { chat } = usePlace()
  const { act, isBusy, problem, setProblem } = useAct()
  const [isSent, setSent] = useState(false)
  const send = async () => {
    const path = at(`/customers/${encodeURIComponent(contact)}/offers`)
    const outcome = await act(async () => {
      const made = await api.post(path, offer, { materialId })
      const said = await chat.say({ text: made.text, link: made.link })
      const task = at(`/tasks/${made.taskId}`)
      if (said === 'sent') await api.put(`${task}/done`, done, { outcome: 'sent' })
      else await api.put(`${task}/skipped`, done, { reason: t(said) })
      return said
    })
    if (outcome === 'sent') setSent(true)
    else if (outcome !== null) setProblem(t(outcome))
  }
  if (isSent) return <p className="yes">{t('sent')}</p>
  return (
    <>
      <button
        type="button"
        className="button button-main"
        disabled={isBusy || isRefused}
        onClick={() => void send()}
      >
        {isBusy ? t('sending') : t('send')}
      </button>
      {problem && (
        <p className="harm" role="alert">
          {problem}
        </p>
      )}
    </>
  )
}
