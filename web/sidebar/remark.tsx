import { useState } from 'react'
import { z } from 'zod'
import { useText } from '../ui/language.ts'
import { api, at, useAct } from './load.ts'
import { usePlace } from './place.tsx'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })
/** As WeCom allows. */
const LENGTH_MAX = 20

/** The remark that the associate gave in WeCom; written there, and heard of from there. */
export function Remark({ remark }: { remark: string }) {
  const t = useText(texts)
  const { contact } = usePlace()
  const { act, isBusy, problem } = useAct()
  const [draft, setDraft] = useState<string | null>(null)
  const [isSent, setSent] = useState(false)
  const save = async () => {
    const path = at(`/customers/${encodeURIComponent(contact ?? '')}/remark`)
    const said = await act(() => api.put(path, done, { remark: draft ?? '' }))
    if (said === null) return
    setDraft(null)
    setSent(true)
  }
  if (draft === null)
    return (
      <p className="soft">
        {t('remark')}：{remark === '' ? t('remark_none') : remark}{' '}
        <button type="button" className="text-button" onClick={() => setDraft(remark)}>
          {t('edit')}
        </button>
        {isSent && <span className="told">{t('remark_sent')}</span>}
      </p>
    )
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <input
        className="field"
        aria-label={t('remark')}
        value={draft}
        maxLength={LENGTH_MAX}
        onChange={(event) => setDraft(event.target.value)}
      />
      <button type="submit" className="button button-main" disabled={isBusy}>
        {t('save')}
      </button>
      <button type="button" className="button" onClick={() => setDraft(null)}>
        {t('cancel')}
      </button>
      {problem && <p className="harm">{problem}</p>}
    </form>
  )
}
