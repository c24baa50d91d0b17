import { Tag } from 'antd'
import { type HandoverLetter, handoverLetter } from '../../../contract/handover.ts'
import { Card, Day, Go, useLoad, useText, useWhen, When } from '../../ui/index.ts'
import { texts } from './text.ts'

const LIVE_MS = 5_000

/** What a successor has to know, on the person's page; nothing where nobody was handed over. */
export function LetterCard({ personId }: { personId: string }) {
  const t = useText(texts)
  const load = useLoad(`/api/customers/${personId}/handover`, handoverLetter, { every: LIVE_MS })
  const letter = load.data?.letter
  if (!letter) return null
  return (
    <Card title={t('letter')}>
      <Begins letter={letter} />
      {letter.note !== '' && <p>{t('letter_note', { note: letter.note })}</p>}
      <h3>{t('letter_promises')}</h3>
      <Promises letter={letter} />
      <h3>{t('letter_do_not_say')}</h3>
      <DoNotSay letter={letter} />
      <h3>{t('letter_cases')}</h3>
      {letter.cases.length === 0 && <p className="kit-soft">{t('letter_nothing')}</p>}
      {letter.cases.map((one) => (
        <div key={one.id} className="kit-row">
          <Go to={`/service-cases/${one.id}`}>{`#${one.no} ${one.subject}`}</Go>
          <span className="kit-soft">
            <When at={one.dueAt} />
          </span>
        </div>
      ))}
      <h3>{t('letter_running')}</h3>
      <Running letter={letter} />
    </Card>
  )
}

function Begins({ letter }: { letter: HandoverLetter }) {
  const t = useText(texts)
  const when = useWhen()
  const { from, to, inCharge, state } = letter
  const names = { from: from.name, to: to.name, inCharge: inCharge?.name ?? to.name }
  const isStuck = state === 'refused' || state === 'limit' || state === 'failed' || state === 'gone'
  const says =
    state === 'done'
      ? t('letter_done', { ...names, at: when(letter.endedAt ?? letter.since) })
      : isStuck
        ? t(inCharge === null ? 'letter_stayed' : 'letter_stuck', names)
        : t('letter_waiting', { ...names, expected: when(letter.expectedAt ?? letter.since) })
  return (
    <p>
      {says}
      {letter.followedSince !== null &&
        t('letter_since', { from: from.name, since: when(letter.followedSince) })}
    </p>
  )
}

function Promises({ letter }: { letter: HandoverLetter }) {
  const t = useText(texts)
  if (letter.promises.length === 0) return <p className="kit-soft">{t('letter_no_promises')}</p>
  return (
    <>
      {letter.promises.map((one) => (
        <div key={one.id}>
          {one.text}{' '}
          {one.dueOn !== null && t.rich('letter_promise_due', { due: <Day on={one.dueOn} /> })}{' '}
          {one.isOverdue && <Tag color="error">{t('letter_overdue')}</Tag>}
          {one.keeper !== '' && (
            <div className="kit-soft">
              {t('letter_promise_by', { by: one.madeBy, keeper: one.keeper })}
            </div>
          )}
        </div>
      ))}
    </>
  )
}

const REFUSED = ['service', 'value', 'promotion', 'email', 'sms'] as const

function DoNotSay({ letter }: { letter: HandoverLetter }) {
  const t = useText(texts)
  const refused = REFUSED.filter((one) => letter.refused.includes(one))
  if (letter.doNotSay.length + refused.length === 0)
    return <p className="kit-soft">{t('letter_no_limits')}</p>
  return (
    <>
      {letter.doNotSay.map(({ tag, quote }) => (
        <div key={tag}>
          <Tag color="error">{tag}</Tag>
          {quote !== null && <span className="kit-soft">{t('quoted', { quote })}</span>}
        </div>
      ))}
      {refused.length > 0 &&
        t('letter_refused', { what: refused.map((one) => t(`refused_${one}`)).join(t('and')) })}
    </>
  )
}

function Running({ letter }: { letter: HandoverLetter }) {
  const t = useText(texts)
  const when = useWhen()
  if (letter.running.length === 0) return <p className="kit-soft">{t('letter_nothing')}</p>
  return (
    <>
      {letter.running.map((one) => (
        <div key={one.enrollmentId} className="kit-row">
          <Go to={`/enrollments/${one.enrollmentId}`}>{one.journey}</Go>
          {one.step !== null && one.step !== '' && (
            <span className="kit-soft">
              {t('letter_next', {
                step: one.step,
                at: one.dueAt === null ? '' : when(one.dueAt),
              })}
            </span>
          )}
        </div>
      ))}
    </>
  )
}
