import { useState } from 'react'
import { z } from 'zod'
import type { StaffTask } from '../../contract/delivery.ts'
import { useText } from '../ui/language.ts'
import { api, at, useAct } from './load.ts'
import { usePlace, useWords } from './place.tsx'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })
const REASON_MIN = 2

/** Prepared words for one customer: sent with one tap where their chat is open, or left with a reason. */
export function TaskCard({ task, isHere }: { task: StaffTask; isHere: boolean }) {
  const t = useText(texts)
  const words = useWords()
  const { chat } = usePlace()
  const { act, isBusy, problem, setProblem } = useAct()
  const [why, setWhy] = useState<string | null>(null)
  const path = at(`/tasks/${task.id}`)
  const send = async () => {
    const outcome = await act(async () => {
      const said = await chat.say({ text: task.content.text, link: task.content.link })
      if (said === 'sent') await api.put(`${path}/done`, done, {})
      return said
    })
    if (outcome !== null && outcome !== 'sent') setProblem(t(outcome))
  }
  const skip = () => act(() => api.put(`${path}/skipped`, done, { reason: why ?? '' }))
  return (
    <article className="task">
      {!isHere && <h3>{task.customer.name}</h3>}
      <p className="quote">{task.content.text}</p>
      {task.content.link && <p className="soft">🔗 {task.content.link.title}</p>}
      <p className="soft">
        {t(`purpose_${task.purpose}`)} · {t('closes', { when: words.when(task.closesAt) })}
      </p>
      {!isHere && <p className="soft">{t('open_their_chat', { name: task.customer.name })}</p>}
      {why === null ? (
        <div className="row">
          {isHere ? (
            <button
              type="button"
              className="button button-main"
              disabled={isBusy}
              onClick={() => void send()}
            >
              {isBusy ? t('sending') : t('send')}
            </button>
          ) : (
            <button
              type="button"
              className="button"
              disabled={isBusy}
              onClick={() => void act(() => api.put(`${path}/done`, done, {}))}
            >
              {t('mark_done')}
            </button>
          )}
          <button type="button" className="button" onClick={() => setWhy(t('skip_default'))}>
            {t('skip')}
          </button>
        </div>
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            void skip()
          }}
        >
          <label>
            {t('skip_why')}
            <input
              className="field"
              value={why}
              maxLength={200}
              onChange={(event) => setWhy(event.target.value)}
            />
          </label>
          <div className="row">
            <button
              type="submit"
              className="button"
              disabled={isBusy || why.trim().length < REASON_MIN}
            >
              {t('skip')}
            </button>
            <button type="button" className="button" onClick={() => setWhy(null)}>
              {t('cancel')}
            </button>
          </div>
        </form>
      )}
      {problem && (
        <p className="harm" role="alert">
          {problem}
        </p>
      )}
    </article>
  )
}
