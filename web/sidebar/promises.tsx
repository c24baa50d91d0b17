import { useState } from 'react'
import { z } from 'zod'
import type { Promised } from '../../contract/sidebar.ts'
import { useText } from '../ui/language.ts'
import { api, at, useAct } from './load.ts'
import { useWords } from './place.tsx'
import { texts } from './text.ts'

const made = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })

/** What we promised them: kept with one tap, which one more tap takes back. */
export function Promises({
  promises,
  contact,
}: {
  promises: readonly Promised[]
  contact: string
}) {
  const t = useText(texts)
  const words = useWords()
  const { act, isBusy, problem } = useAct()
  const [draft, setDraft] = useState<{ text: string; dueOn: string } | null>(null)
  const path = at(`/customers/${encodeURIComponent(contact)}/promises`)
  const change = (id: string, state: 'open' | 'kept' | 'dropped') =>
    act(() => api.put(`${path}/${id}`, done, { state }))
  const add = async () => {
    if (!draft) return
    const body = { text: draft.text, dueOn: draft.dueOn === '' ? null : draft.dueOn }
    if (await act(() => api.post(path, made, body))) setDraft(null)
  }
  return (
    <section className="card">
      <h2>{t('promises')}</h2>
      {promises.length === 0 && <p className="soft">{t('promises_none')}</p>}
      <ul className="lines lines-tall">
        {promises.map((one) => (
          <li key={one.id} className={one.keptAt === null ? '' : 'is-done'}>
            <span>
              {one.text}
              {one.isOverdue && <span className="mark mark-wait">{t('overdue')}</span>}
            </span>
            <span className="soft">
              {one.dueOn !== null && `${t('due_on', { day: words.onDay(one.dueOn) })} · `}
              {t('made_by', { who: one.madeBy })}{' '}
              {one.keptAt === null ? (
                <>
                  <button
                    type="button"
                    className="text-button"
                    disabled={isBusy}
                    onClick={() => void change(one.id, 'kept')}
                  >
                    {t('kept')}
                  </button>{' '}
                  <button
                    type="button"
                    className="text-button"
                    disabled={isBusy}
                    onClick={() => void change(one.id, 'dropped')}
                  >
                    {t('drop')}
                  </button>
                </>
              ) : (
                <button
                  type="button"
                  className="text-button"
                  disabled={isBusy}
                  onClick={() => void change(one.id, 'open')}
                >
                  {t('undo')}
                </button>
              )}
            </span>
          </li>
        ))}
      </ul>
      {draft === null ? (
        <button type="button" className="button" onClick={() => setDraft({ text: '', dueOn: '' })}>
          {t('add_promise')}
        </button>
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            void add()
          }}
        >
          <label>
            {t('promise_text')}
            <input
              className="field"
              value={draft.text}
              maxLength={300}
              onChange={(event) => setDraft({ ...draft, text: event.target.value })}
            />
          </label>
          <label>
            {t('promise_due')}
            <input
              className="field"
              type="date"
              value={draft.dueOn}
              onChange={(event) => setDraft({ ...draft, dueOn: event.target.value })}
            />
          </label>
          <div className="row">
            <button
              type="submit"
              className="button button-main"
              disabled={isBusy || draft.text.trim() === ''}
            >
              {t('save')}
            </button>
            <button type="button" className="button" onClick={() => setDraft(null)}>
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
    </section>
  )
}
