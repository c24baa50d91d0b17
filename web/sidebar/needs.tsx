import { useState } from 'react'
import { z } from 'zod'
import type { SidebarPerson } from '../../contract/sidebar.ts'
import { tagGroups } from '../../contract/tag.ts'
import { useText } from '../ui/language.ts'
import { api, at, useAct, useSeen } from './load.ts'
import { texts } from './text.ts'

const made = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const SHOWN_MAX = 6
const TAGS_SHOWN = 24

/** What they need, by strength, with what it rests on; one more is noted in two taps, and can be taken back. */
export function Needs({ person, contact }: { person: SidebarPerson; contact: string }) {
  const t = useText(texts)
  const { act, problem } = useAct()
  const [isAdding, setAdding] = useState(false)
  const [noted, setNoted] = useState<{ id: string; tag: string } | null>(null)
  const path = at(`/customers/${encodeURIComponent(contact)}/taggings`)
  const note = async (tag: { id: string; name: string }, quote: string) => {
    const body = { tagId: tag.id, ...(quote === '' ? {} : { quote }) }
    const given = await act(() => api.post(path, made, body))
    if (!given) return
    setAdding(false)
    setNoted({ id: given.id, tag: tag.name })
  }
  const undo = async (id: string) => {
    const said = await act(() => api.del(`${path}/${id}`, done))
    if (said) setNoted(null)
  }
  const shown = person.needs.filter(({ level }) => level !== 'none').slice(0, SHOWN_MAX)
  return (
    <section className="card">
      <h2>{t('needs')}</h2>
      {shown.length === 0 && <p className="soft">{t('needs_none')}</p>}
      <ul className="needs">
        {shown.map((need) => (
          <li key={need.tagId}>
            <span className="need-name">{need.tag}</span>
            <span className="bar" aria-hidden="true">
              <span style={{ width: `${Math.round(need.display)}%` }} />
            </span>
            <span className="need-strength">{Math.round(need.display)}</span>
            <span className="soft need-why">
              {need.evidence.find(({ quote }) => quote)?.quote
                ? `「${need.evidence.find(({ quote }) => quote)?.quote}」`
                : t('evidence', { count: need.evidenceCount })}
            </span>
          </li>
        ))}
      </ul>
      {noted && (
        <p className="told">
          {t('tagged', { tag: noted.tag })}{' '}
          <button type="button" className="text-button" onClick={() => void undo(noted.id)}>
            {t('undo')}
          </button>
        </p>
      )}
      {isAdding ? (
        <TagPicker onPick={note} onClose={() => setAdding(false)} />
      ) : (
        <button type="button" className="button" onClick={() => setAdding(true)}>
          {t('add_tag')}
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

function TagPicker({
  onPick,
  onClose,
}: {
  onPick: (tag: { id: string; name: string }, quote: string) => void
  onClose: () => void
}) {
  const t = useText(texts)
  const groups = useSeen('/tag-groups', tagGroups).data?.items ?? []
  const [search, setSearch] = useState('')
  const [quote, setQuote] = useState('')
  const tags = groups
    .flatMap((group) => group.tags.map((tag) => ({ ...tag, group: group.name })))
    .filter(({ name, group, archivedAt }) => {
      return archivedAt === null && `${group} ${name}`.toLowerCase().includes(search.toLowerCase())
    })
    .sort((a, b) => b.customers - a.customers)
    .slice(0, TAGS_SHOWN)
  return (
    <div className="stack">
      <input
        className="field"
        placeholder={t('quote')}
        aria-label={t('quote')}
        value={quote}
        maxLength={500}
        onChange={(event) => setQuote(event.target.value)}
      />
      <input
        className="field"
        placeholder={t('tag_search')}
        aria-label={t('tag_search')}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <p className="marks">
        {tags.map((tag) => (
          <button
            key={tag.id}
            type="button"
            className="mark mark-button"
            title={tag.group}
            onClick={() => onPick(tag, quote.trim())}
          >
            {tag.name}
          </button>
        ))}
      </p>
      <button type="button" className="button" onClick={onClose}>
        {t('cancel')}
      </button>
    </div>
  )
}
