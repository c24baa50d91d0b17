import { useDeferredValue, useState } from 'react'
import { z } from 'zod'
import { type SidebarReply, sidebarReplies } from '../../contract/sidebar.ts'
import { useText } from '../ui/language.ts'
import { api, at, useAct, useSeen } from './load.ts'
import { usePlace } from './place.tsx'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })

/** Prepared answers: found by words or pinyin, favourites first, sent into the chat with one tap. */
export function RepliesTab() {
  const t = useText(texts)
  const { contact } = usePlace()
  const [search, setSearch] = useState('')
  const [category, setCategory] = useState('')
  const asked = useDeferredValue(search)
  const path = contact === null ? null : `/customers/${encodeURIComponent(contact)}/quick-replies`
  const seen = useSeen(path, sidebarReplies, { query: { search: asked, category } })
  if (contact === null) return <p className="empty">{t('no_customer')}</p>
  const found = seen.data
  return (
    <>
      <input
        className="field"
        type="search"
        placeholder={t('replies_search')}
        aria-label={t('replies_search')}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <p className="marks">
        {['', ...(found?.categories ?? [])].map((one) => (
          <button
            key={one}
            type="button"
            className="mark mark-button"
            aria-pressed={one === category}
            onClick={() => setCategory(one)}
          >
            {one === '' ? t('all') : one}
          </button>
        ))}
      </p>
      {seen.error && <p className="empty">{t('not_yours')}</p>}
      {found?.items.length === 0 && <p className="empty">{t('replies_none')}</p>}
      {found?.items.map((reply) => (
        <Reply key={reply.id} reply={reply} contact={contact} />
      ))}
    </>
  )
}

function Reply({ reply, contact }: { reply: SidebarReply; contact: string }) {
  const t = useText(texts)
  const { chat } = usePlace()
  const { act, isBusy, problem, setProblem } = useAct()
  const { id, text } = reply
  const send = async () => {
    if (text === null) return
    const used = at(`/customers/${encodeURIComponent(contact)}/quick-replies/${id}/uses`)
    const outcome = await act(async () => {
      const said = await chat.say({ text, link: null })
      if (said === 'sent') await api.post(used, done, {})
      return said
    })
    if (outcome !== null && outcome !== 'sent') setProblem(t(outcome))
  }
  const keep = () =>
    act(() =>
      api.put(at(`/quick-replies/${id}/favourite`), done, { isFavourite: !reply.isFavourite }),
    )
  return (
    <article className="card">
      <h3>
        {reply.title} <span className="soft">{reply.category}</span>
      </h3>
      <p className="quote">{text ?? reply.raw}</p>
      {text === null && <p className="harm">{t('unreadable')}</p>}
      <div className="row">
        <button
          type="button"
          className="button button-main"
          disabled={isBusy || text === null}
          onClick={() => void send()}
        >
          {isBusy ? t('sending') : t('send')}
        </button>
        <button
          type="button"
          className="button"
          aria-pressed={reply.isFavourite}
          onClick={() => void keep()}
        >
          {reply.isFavourite ? t('unfavourite') : t('favourite')}
        </button>
        {reply.uses > 0 && <span className="soft">{t('uses', { count: reply.uses })}</span>}
      </div>
      {problem && (
        <p className="harm" role="alert">
          {problem}
        </p>
      )}
    </article>
  )
}
