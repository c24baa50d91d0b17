import type { NextAction, SidebarPerson } from '../../contract/sidebar.ts'
import { useText } from '../ui/language.ts'
import { useReasonWord, useWords } from './place.tsx'
import { Reasons } from './reasons.tsx'
import { SendMaterial } from './send-material.tsx'
import { TaskCard } from './task-card.tsx'
import { texts } from './text.ts'

/** The one thing to do next, why, and the button that does it. */
export function NextStep({
  person,
  contact,
  onContent,
}: {
  person: SidebarPerson
  contact: string
  onContent: () => void
}) {
  const t = useText(texts)
  const { next } = person
  const task = next.kind === 'task' ? person.tasks.find(({ id }) => id === next.taskId) : undefined
  return (
    <section className="card next" aria-label={t('next')}>
      <h2>{t('next')}</h2>
      <p className="next-what">
        <What next={next} />
      </p>
      <Why next={next} />
      {task && <TaskCard task={task} isHere />}
      {next.kind === 'content' && <SendMaterial materialId={next.materialId} contact={contact} />}
      {(next.kind === 'due_again' || next.kind === 'ask_after') && (
        <button type="button" className="button" onClick={onContent}>
          {t('materials')}
        </button>
      )}
    </section>
  )
}

function What({ next }: { next: NextAction }) {
  const t = useText(texts)
  switch (next.kind) {
    case 'promise':
      return t('next_promise', { text: next.promise.text })
    case 'ask_after':
      return next.item === '' ? t('next_ask_after_some') : t('next_ask_after', { item: next.item })
    case 'content':
      return t('next_content', { title: next.title })
    default:
      return t(`next_${next.kind}`)
  }
}

function Why({ next }: { next: NextAction }) {
  const t = useText(texts)
  const words = useWords()
  const reasonWord = useReasonWord()
  switch (next.kind) {
    case 'task':
      return <p className="soft">{t('next_task_why', { when: words.when(next.closesAt) })}</p>
    case 'ask_after':
      return <p className="soft">{t('next_ask_after_why', { when: words.when(next.boughtAt) })}</p>
    case 'due_again':
      return <p className="soft">{t('next_due_again_why', { day: words.onDay(next.dueOn) })}</p>
    case 'content':
      return <Reasons reasons={next.reasons} />
    case 'leave':
      return (
        <p className="soft">
          {reasonWord(next.reason)}
          {next.until !== null && `，${t('until', { when: words.when(next.until) })}`}
        </p>
      )
    case 'promise':
      return next.promise.dueOn === null ? null : (
        <p className="soft">{t('due_on', { day: words.onDay(next.promise.dueOn) })}</p>
      )
    case 'answer':
      return <p className="soft">{t('waits_due', { when: words.when(next.wait.dueAt) })}</p>
    case 'ask_needs':
      return <p className="soft">{t('next_ask_needs_why')}</p>
    case 'nothing':
      return null
  }
}
