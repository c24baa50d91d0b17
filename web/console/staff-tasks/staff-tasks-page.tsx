import { Tag } from 'antd'
import {
  type StaffTask,
  staffTask,
  staffTaskState,
  staffTasks,
} from '../../../contract/delivery.ts'
import {
  type Column,
  ListPage,
  PersonCell,
  useAddress,
  useList,
  useLoad,
  useText,
  When,
} from '../../ui/index.ts'
import { useAssociateName } from '../deliveries/words.tsx'
import { TaskGlance } from './task-glance.tsx'
import { texts } from './text.ts'

const REFRESH_MS = 5_000
const ASSOCIATES_SHOWN = 6

/** What associates are to send in person, and who has how much of it. */
export function StaffTasksPage() {
  const t = useText(texts)
  const address = useAddress()
  const nameOf = useAssociateName()
  const list = useList('/api/staff-tasks', staffTask, address.all, { every: REFRESH_MS })
  const open = useLoad('/api/staff-tasks', staffTasks, { query: { limit: 1 }, every: REFRESH_MS })
  const count = open.data?.total ?? 0
  const associates = open.data?.byAssociate ?? []
  return (
    <ListPage<StaffTask>
      name="staff-tasks"
      title={t('title')}
      help={t('help')}
      sentence={
        open.data && (
          <>
            {count === 0 ? t('sentence_none') : t('sentence', { count })}{' '}
            <span className="kit-soft">
              {associates
                .slice(0, ASSOCIATES_SHOWN)
                .map((one) =>
                  t('load', { who: nameOf(one.userid), open: one.open, done: one.done }),
                )
                .join(' · ')}
            </span>
          </>
        )
      }
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.customer.name || t('nameless')}
      filters={[
        {
          kind: 'choice',
          key: 'state',
          label: t('state'),
          options: staffTaskState.options.map((value) => ({ value, label: t(`state_${value}`) })),
        },
        {
          kind: 'choice',
          key: 'userid',
          label: t('associate'),
          options: associates.map(({ userid }) => ({ value: userid, label: nameOf(userid) })),
        },
      ]}
      columns={useColumns()}
      preview={(row) => <TaskGlance key={row.id} task={row} />}
      empty={{ what: t('empty'), why: t('empty_why') }}
    />
  )
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
      draw: ({ content }) => <div className="kit-clamp">{content.text}</div>,
    },
    {
      key: 'associate',
      title: t('associate'),
      width: 110,
      draw: ({ userid }) => nameOf(userid),
    },
    {
      key: 'state',
      title: t('state'),
      width: 110,
      draw: ({ state }) => <Tag>{t(`state_${state}`)}</Tag>,
    },
    {
      key: 'closes',
      title: t('closes'),
      width: 140,
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
