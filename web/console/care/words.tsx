import { Tag } from 'antd'
import type { ServiceCase } from '../../../contract/care.ts'
import { usualKinds } from '../../../contract/care.ts'
import { useFormat, useText, When } from '../../ui/index.ts'
import { texts } from './text.ts'

type KindOf = { kind: string; kindName: string }

/** What a kind is called: as the brand says, or as everybody does. */
export function useKindWord(): (of: KindOf) => string {
  const t = useText(texts)
  return ({ kind, kindName }) => {
    const usual = usualKinds.find((one) => one === kind)
    return kindName || (usual ? t(`kind_${usual}`) : kind)
  }
}

const COLORS = {
  open: 'warning',
  answered: 'processing',
  waiting: 'default',
  solved: 'success',
  closed: 'default',
} as const satisfies Record<ServiceCase['state'], string>

/** The state, and what is the matter with it. */
export function CaseState({ one }: { one: ServiceCase }) {
  const t = useText(texts)
  return (
    <>
      <Tag color={COLORS[one.state]}>{t(`state_${one.state}`)}</Tag>
      {one.priority === 'urgent' && <Tag color="error">{t('priority_urgent')}</Tag>}
      {one.overdue && <Tag color="error">{t(`overdue_${one.overdue}`)}</Tag>}
      {one.isEscalated && <Tag color="warning">{t('escalated')}</Tag>}
    </>
  )
}

/** What is due next, and when. */
export function CaseDue({ one }: { one: ServiceCase }) {
  const t = useText(texts)
  if (one.state === 'solved' || one.state === 'closed') return <span className="kit-soft">—</span>
  if (one.state === 'waiting') return <span className="kit-soft">{t('due_stands')}</span>
  return one.answeredAt === null
    ? t.rich('due_answer', { at: <When at={one.answerDueAt} /> })
    : t.rich('due_resolve', { at: <When at={one.resolveDueAt} /> })
}

export function CaseOwner({ owner }: { owner: ServiceCase['owner'] }) {
  const t = useText(texts)
  if (!owner) return <span className="kit-soft">{t('owner_none')}</span>
  return (
    <>
      {owner.name} {!owner.isActive && <Tag color="warning">{t('owner_gone')}</Tag>}
    </>
  )
}

const HOUR_MINUTES = 60

/** Minutes of work, as people say them. */
export function useMinutes(): (minutes: number | null) => string {
  const t = useText(texts)
  const format = useFormat()
  return (minutes) => {
    if (minutes === null) return '—'
    return minutes < 2 * HOUR_MINUTES
      ? t('minutes', { count: format.count(Math.round(minutes)) })
      : t('hours', { count: format.decimal(minutes / HOUR_MINUTES, 1) })
  }
}
