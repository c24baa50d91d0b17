import { Button, Tag } from 'antd'
import { useState } from 'react'
import {
  type AssociateLoad,
  type StaffTask,
  staffTask,
  staffTaskState,
  staffTasks,
} from '../../../contract/staff-task.ts'
import { taskOutcome } from '../../../contract/staff-work.ts'
import {
  type Column,
  type Filter,
  Go,
  ListPage,
  PersonCell,
  type Selection,
  useAddress,
  useList,
  useLoad,
  useMay,
  useText,
  When,
} from '../../ui/index.ts'
import { useAssociateName } from '../deliveries/words.tsx'
import { MoveModal, type Moving } from './move-modal.tsx'
import { TaskGlance } from './task-glance.tsx'
import { texts } from './text.ts'
import { Workload } from './workload.tsx'

const REFRESH_MS = 5_000

/** What associates are to send in person, who has how much of it, and what is late. */
export function StaffTasksPage() {
  const t = useText(texts)
  const address = useAddress()
  const mayMove = useMay('messages.write')
  const list = useList('/api/staff-tasks', staffTask, address.all, { every: REFRESH_MS })
  const open = useLoad('/api/staff-tasks', staffTasks, { query: { limit: 1 }, every: REFRESH_MS })
  const [moving, setMoving] = useState<Moving[]>()
  const loads = open.data?.byAssociate ?? []
  const move = (selection: Selection) => setMoving(movingOf(selection, list.rows, loads, address))
  return (
    <>
      <ListPage<StaffTask>
        name="staff-tasks"
        title={t('title')}
        help={t('help')}
        sentence={open.data && <Standing total={open.data.total ?? 0} loads={loads} />}
        deeds={<Deeds loads={loads} who={address.get('userid')} onMove={setMoving} />}
        list={list}
        idOf={(row) => row.id}
        nameOf={(row) => row.customer.name || t('nameless')}
        filters={useFilters(loads)}
        columns={useColumns()}
        preview={(row) => <TaskGlance key={row.id} task={row} onMove={setMoving} />}
        {...(mayMove
          ? { bulk: [{ key: 'move', label: (count) => t('move_some', { count }), run: move }] }
          : {})}
        empty={{ what: t('empty'), why: t('empty_why') }}
      />
      {loads.length > 0 && (
        <div className="kit-page">
          <Workload loads={loads} />
        </div>
      )}
      {moving && <MoveModal moving={moving} onClose={() => setMoving(undefined)} />}
    </>
  )
}

function Standing({ total, loads }: { total: number; loads: readonly AssociateLoad[] }) {
  const t = useText(texts)
  const nameOf = useAssociateName()
  if (total === 0) return t('sentence_none')
  const late = loads.reduce((sum, one) => sum + one.late, 0)
  const over = loads.filter((one) => one.minutesNeeded > one.minutesPerDay)
  return (
    <>
      {t('sentence', { count: total, late })}
      {over.length > 0 && (
        <> {t('sentence_over', { who: over.map(({ userid }) => nameOf(userid)).join('、') })}</>
      )}
    </>
  )
}

function Deeds({
  loads,
  who,
  onMove,
}: {
  loads: readonly AssociateLoad[]
  who: string | undefined
  onMove: (moving: Moving[]) => void
}) {
  const t = useText(texts)
  const nameOf = useAssociateName()
  const mayMove = useMay('messages.write')
  const hers = loads.find(({ userid }) => userid === who)
  return (
    <>
      {mayMove && hers && hers.open > 0 && (
        <Button onClick={() => onMove([{ from: hers.userid, count: hers.open }])}>
          {t('move_all_of', { who: nameOf(hers.userid) })}
        </Button>
      )}
      <Go to="/staff-tasks/execution">{t('go_execution')}</Go>
      <Go to="/staff-tasks/settings">{t('go_settings')}</Go>
    </>
  )
}

/** Whose tasks a selection holds. All that match means all of the one whose list it is. */
function movingOf(
  selection: Selection,
  rows: readonly StaffTask[],
  loads: readonly AssociateLoad[],
  address: ReturnType<typeof useAddress>,
): Moving[] {
  const who = address.get('userid')
  if (selection.kind === 'all' && who !== undefined) {
    const count = loads.find(({ userid }) => userid === who)?.open ?? selection.count
    return [{ from: who, count }]
  }
  const chosen = selection.kind === 'all' ? rows.map(({ id }) => id) : selection.ids
  const movable = rows.filter(({ id, state }) => {
    return chosen.includes(id) && (state === 'open' || state === 'snoozed')
  })
  return [...new Set(movable.map(({ userid }) => userid))].map((from) => {
    const taskIds = movable.filter(({ userid }) => userid === from).map(({ id }) => id)
    return { from, taskIds, count: taskIds.length }
  })
}

function useFilters(loads: readonly AssociateLoad[]): Filter[] {
  const t = useText(texts)
  const nameOf = useAssociateName()
  return [
    {
      kind: 'choice',
      key: 'state',
      label: t('state'),
      options: [...staffTaskState.options, 'any' as const].map((value) => ({
        value,
        label: t(`state_${value}`),
      })),
    },
    {
      kind: 'choice',
      key: 'userid',
      label: t('associate'),
      options: loads.map(({ userid }) => ({ value: userid, label: nameOf(userid) })),
    },
    {
      kind: 'choice',
      key: 'late',
      label: t('late'),
      options: [{ value: 'yes', label: t('late_yes') }],
    },
    {
      kind: 'choice',
      key: 'outcome',
      label: t('outcome'),
      isRare: true,
      options: taskOutcome.options.map((value) => ({ value, label: t(`outcome_${value}`) })),
    },
    { kind: 'days', key: 'opened', label: t('opened_on'), isRare: true },
  ]
}

function useColumns(): Column<StaffTask>[] {
  const t = useText(texts)
  const nameOf = useAssociateName()
  return [
    {
      key: 'customer',
      title: t('customer'),
      width: 170,
      draw: ({ customer }) => (
        <PersonCell name={customer.name || t('nameless')} to={`/customers/${customer.id}`} />
      ),
    },
    {
      key: 'message',
      title: t('message'),
      draw: ({ content, journey, cause }) => (
        <>
          <div className="kit-clamp">{content.text}</div>
          <div className="kit-soft">
            {journey
              ? t('why_sop', { name: journey.name })
              : t(cause === 'broadcast' ? 'why_broadcast' : 'why_own')}
          </div>
        </>
      ),
    },
    {
      key: 'associate',
      title: t('associate'),
      width: 110,
      draw: ({ userid }) => nameOf(userid),
    },
    { key: 'state', title: t('state'), width: 150, draw: (row) => <State task={row} /> },
    {
      key: 'due',
      title: t('due'),
      width: 150,
      draw: ({ dueAt, snoozedUntil, state }) => (
        <>
          {dueAt === null ? <span className="kit-soft">{t('due_none')}</span> : <When at={dueAt} />}
          {snoozedUntil !== null && (state === 'open' || state === 'snoozed') && (
            <div className="kit-soft">
              {t('snoozed')} <When at={snoozedUntil} />
            </div>
          )}
        </>
      ),
    },
    {
      key: 'closes',
      title: t('closes'),
      width: 140,
      isHidden: true,
      draw: ({ closesAt }) => <When at={closesAt} />,
    },
    {
      key: 'decided',
      title: t('decided'),
      width: 140,
      draw: ({ decidedAt }) =>
        decidedAt === null ? <span className="kit-soft">—</span> : <When at={decidedAt} />,
    },
    { key: 'said', title: t('said'), width: 160, draw: ({ reason }) => reason },
  ]
}

function State({ task: { state, isOverdue, outcome } }: { task: StaffTask }) {
  const t = useText(texts)
  return (
    <>
      <Tag>{t(`state_${state}`)}</Tag>
      {isOverdue && <Tag color="warning">{t('late')}</Tag>}
      {outcome !== null && <div className="kit-soft">{t(`outcome_${outcome}`)}</div>}
    </>
  )
}
