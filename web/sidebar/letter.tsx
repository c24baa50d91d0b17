import { handoverLetter } from '../../contract/handover.ts'
import { useText } from '../ui/language.ts'
import { useSeen } from './load.ts'
import { useWords } from './place.tsx'
import { texts } from './text.ts'

/** From whom she has this customer, and what to know before the first word; nothing where nobody handed them over. */
export function Letter({ contact }: { contact: string }) {
  const t = useText(texts)
  const words = useWords()
  const path = `/customers/${encodeURIComponent(contact)}/handover`
  const letter = useSeen(path, handoverLetter).data?.letter
  if (!letter) return null
  const { from, followedSince, promises, doNotSay, cases, running, note } = letter
  return (
    <section className="card">
      <h2>{t('letter')}</h2>
      <p>
        {t('letter_from', { from: from.name, when: words.when(letter.endedAt ?? letter.since) })}
        {followedSince !== null &&
          t('letter_since', { from: from.name, when: words.when(followedSince) })}
      </p>
      {note !== '' && <p className="quote">{note}</p>}
      <ul className="lines lines-tall">
        {doNotSay.map(({ tag, quote }) => (
          <li key={tag}>
            <span className="harm">{t('letter_do_not_say', { what: tag })}</span>
            {quote !== null && <span className="soft">{t('letter_quoted', { quote })}</span>}
          </li>
        ))}
        {promises.map((one) => (
          <li key={one.id}>
            <span>{t('letter_promised', { from: one.madeBy || from.name, what: one.text })}</span>
            {one.dueOn !== null && (
              <span className="soft">{t('due_on', { day: words.onDay(one.dueOn) })}</span>
            )}
          </li>
        ))}
        {cases.map((one) => (
          <li key={one.id}>
            <span>{t('letter_case', { no: String(one.no), subject: one.subject })}</span>
            <span className="soft">{words.when(one.dueAt)}</span>
          </li>
        ))}
        {running.map((one) => (
          <li key={one.enrollmentId}>
            <span>{t('letter_running', { journey: one.journey })}</span>
            {one.step !== null && (
              <span className="soft">
                {one.step} {one.dueAt !== null && words.when(one.dueAt)}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
