import { z } from 'zod'
import type { ReplyWait } from '../../contract/reply.ts'
import { useText } from '../ui/language.ts'
import { api, at, useAct } from './load.ts'
import { useWords } from './place.tsx'
import { texts } from './text.ts'

const made = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })

/** Messages that she has not answered; where nobody tells of chats, one tap writes down that there is one. */
export function Waits({ waits, contact }: { waits: readonly ReplyWait[]; contact: string }) {
  const t = useText(texts)
  const words = useWords()
  const { act, isBusy, problem } = useAct()
  const path = at(`/customers/${encodeURIComponent(contact)}/replies`)
  const end = (id: string, outcome: 'noted' | 'let_be') =>
    act(() => api.put(`${path}/${id}`, done, { outcome }))
  return (
    <section className="card">
      <h2>{t('waits')}</h2>
      {waits.length === 0 && <p className="soft">{t('waits_none')}</p>}
      <ul className="lines lines-tall">
        {waits.map((one) => (
          <li key={one.id}>
            <span>
              {t('waits_since', { when: words.when(one.askedAt) })}
              {one.isOverdue && <span className="mark mark-wait">{t('overdue')}</span>}
            </span>
            <span className="soft">
              {t('waits_due', { when: words.when(one.dueAt) })}{' '}
              <button
                type="button"
                className="text-button"
                disabled={isBusy}
                onClick={() => void end(one.id, 'noted')}
              >
                {t('waits_noted')}
              </button>{' '}
              <button
                type="button"
                className="text-button"
                disabled={isBusy}
                onClick={() => void end(one.id, 'let_be')}
              >
                {t('waits_let_be')}
              </button>
            </span>
          </li>
        ))}
      </ul>
      {waits.length === 0 && (
        <button
          type="button"
          className="button"
          disabled={isBusy}
          onClick={() => void act(() => api.post(path, made, {}))}
        >
          {t('waits_note')}
        </button>
      )}
      {problem && (
        <p className="harm" role="alert">
          {problem}
        </p>
      )}
    </section>
  )
}
