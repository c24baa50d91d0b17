import { reason as reasonShape } from '../../../contract/delivery.ts'
import {
  type Enrollment,
  enrollment as enrollmentShape,
  type Passage,
} from '../../../contract/journey-view.ts'
import { Facts, Go, Loaded, useLoad, useText, useWhen, When } from '../../ui/index.ts'
import { texts as careTexts } from '../care/text.ts'
import { texts as deliveryTexts } from '../deliveries/text.ts'
import { StateTag, useAgain } from '../deliveries/words.tsx'
import { texts as replyTexts } from '../replies/text.ts'
import { moveTexts } from './move-text.ts'
import { texts } from './text.ts'
import { trialTexts } from './trial-text.ts'
import { useFestivalWord } from './use-festival-word.ts'
import { wayTexts } from './way-text.ts'
import { useArmWord, useEventWord, useLeftWord, useOutcomeWord, useStepName } from './words.ts'

const REFRESH_MS = 5_000

/** An enrollment explains itself: why it began, what it waits for, each step with what came of it, what follows. */
export function Inspector({ id }: { id: string }) {
  const t = useText(texts)
  const load = useLoad(`/api/enrollments/${id}`, enrollmentShape, { every: REFRESH_MS })
  return (
    <Loaded load={load} shape="form">
      {(enrollment) => (
        <div className="kit-stack">
          <h3>{t('inspector')}</h3>
          <Facts
            facts={[
              { label: t('why_entered'), value: <Cause enrollment={enrollment} /> },
              { label: t('since'), value: <When at={enrollment.enteredAt} /> },
              { label: t('where'), value: <Standing enrollment={enrollment} /> },
            ]}
          />
          <Passages passages={enrollment.passages} />
          <Next next={enrollment.next} />
        </div>
      )}
    </Loaded>
  )
}

function Cause({ enrollment: { cause } }: { enrollment: Enrollment }) {
  const t = useText(texts)
  const event = useEventWord()
  const festival = useFestivalWord()
  const names = { event, festival } as const
  const word = cause.kind === 'event' || cause.kind === 'festival' ? names[cause.kind] : null
  const name = word ? word(cause.name) : cause.name || t('someone')
  return (
    <>
      {t(`cause_${cause.kind}`, { name })} <When at={cause.at} />
    </>
  )
}

/** What it waits for, and why it waits longer than planned. */
function Standing({ enrollment }: { enrollment: Enrollment }) {
  const t = useText(texts)
  const care = useText(careTexts)
  const replies = useText(replyTexts)
  const when = useWhen()
  const left = useLeftWord()
  const event = useEventWord()
  const named = useStepName()
  const reason = useReasonWord()
  const { state, dueAt, leftAt, leftReason, listensTo } = enrollment
  if (state === 'left' && leftAt !== null)
    return t('left_at', { reason: left(leftReason ?? ''), when: when(leftAt) })
  const until = dueAt === null ? '' : when(dueAt)
  if (state === 'control') return t('waits_control', { when: until })
  const step = named(enrollment)
  // Nobody knows when: it goes on as soon as the case is solved.
  if (enrollment.note?.why === 'deferred' && enrollment.note.reason === 'open_case')
    return care.rich('sop_waits', {
      step,
      case: (
        <Go to={`/service-cases?customerId=${enrollment.customer.id}`}>{care('sop_waits_link')}</Go>
      ),
    })
  if (enrollment.note?.why === 'deferred' && enrollment.note.reason === 'waiting_reply')
    return replies.rich('sop_waits', {
      step,
      link: <Go to={`/customers/${enrollment.customer.id}`}>{replies('sop_waits_link')}</Go>,
    })
  if (enrollment.note?.why === 'task')
    return t('waits_task', { step, when: when(enrollment.note.reason) })
  if (enrollment.note?.why === 'deferred')
    return t('waits_deferred', { step, reason: reason(enrollment.note.reason), when: until })
  return (
    <>
      {listensTo === null
        ? t('waits_until', { step, when: until })
        : t('waits_for', { step, event: event(listensTo), when: until })}
      <Note enrollment={enrollment} />
    </>
  )
}

/** Why the policy said no, in words; what it has no word for stays as it is. */
function useReasonWord(): (said: string) => string {
  const delivery = useText(deliveryTexts)
  return (said) => {
    const known = reasonShape.safeParse(said)
    return known.success ? delivery(`reason_${known.data}`) : said
  }
}

function Note({ enrollment: { note, tries } }: { enrollment: Enrollment }) {
  const t = useText(texts)
  const reason = useReasonWord()
  if (note === null) return null
  if (note.why === 'own_hour' || note.why === 'stated_hour')
    return (
      <p>
        <Why note={note} />
      </p>
    )
  if (note.why === 'late') return <p>{t('note_late')}</p>
  if (note.why === 'failed')
    return <p>{t('note_failed', { tries, reason: reason(note.reason) })}</p>
  return note.why === 'analytics_away' ? <p>{t('note_analytics_away')}</p> : null
}

/** What an hour was chosen for, in numbers. */
function Why({ note }: { note: NonNullable<Passage['note']> }) {
  const t = useText(wayTexts)
  const trial = useText(trialTexts)
  if (note.why === 'winner') return trial('why_winner')
  if (note.why === 'stated_hour') return t('why_stated_hour', { reactions: note.reason })
  const [hour = '', reactions = '', near = ''] = note.reason.split(' ')
  return note.why === 'own_hour' ? t('why_own_hour', { hour, reactions, near }) : null
}

function Passages({ passages }: { passages: readonly Passage[] }) {
  const t = useText(texts)
  const named = useStepName()
  const outcome = useOutcomeWord(null)
  const arm = useArmWord()
  if (passages.length === 0) return <p className="kit-soft">{t('passed_nothing')}</p>
  return (
    <ol className="sop-way">
      {passages.map((passage) => (
        <li key={`${passage.stepId} ${passage.at} ${passage.outcome}`}>
          <div className="kit-row">
            <strong>{named(passage)}</strong>
            <When at={passage.at} />
          </div>
          {passage.message && <Message message={passage.message} />}
          {passage.moved && <Moved moved={passage.moved} />}
          {passage.message === null &&
            passage.moved === null &&
            (passage.arm
              ? t('outcome_arm', { arm: arm(passage.arm, passage.arm.at) })
              : outcome(passage.stepId, passage))}
          {passage.note && (
            <div className="kit-soft">
              <Why note={passage.note} />
            </div>
          )}
        </li>
      ))}
    </ol>
  )
}

function Moved({ moved }: { moved: NonNullable<Passage['moved']> }) {
  const t = useText(moveTexts)
  const named = useStepName()
  const { version, reason } = moved
  if (moved.stepKind === null) return t('passage_moved_out', { version, reason })
  return t('passage_moved', { version, reason, step: named(moved) })
}

function Message({ message }: { message: NonNullable<Passage['message']> }) {
  const delivery = useText(deliveryTexts)
  const again = useAgain()
  return (
    <>
      <StateTag state={message.state} />{' '}
      {message.reason !== null && delivery(`reason_${message.reason}`)}{' '}
      {message.sentAt !== null && <When at={message.sentAt} />}
      {message.state === 'planned' && again(message)}
      <div className="sop-bubble">{message.text}</div>
    </>
  )
}

function Next({ next }: { next: Enrollment['next'] }) {
  const t = useText(texts)
  const named = useStepName()
  if (next.length === 0) return null
  return (
    <p>
      <span className="kit-soft">{t('next_steps')}</span> {next.map(named).join(' → ')}
    </p>
  )
}
