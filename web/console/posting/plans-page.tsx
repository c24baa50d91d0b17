import { DownOutlined } from '@ant-design/icons'
import { Button, Dropdown, Tag } from 'antd'
import {
  type PlanLine,
  type PlanState,
  planLine,
  planStates,
} from '../../../contract/group-plan.ts'
import { planStarter, planStarterIds } from '../../../contract/group-plan-starters.ts'
import {
  type Column,
  Day,
  Go,
  ListPage,
  useAddress,
  useFormat,
  useGo,
  useLanguage,
  useList,
  useMay,
  useText,
} from '../../ui/index.ts'
import { planTexts } from './plan-text.ts'

/** Plans of posts in customer groups, with what came of them. */
export function PlansPage() {
  const t = useText(planTexts)
  const address = useAddress()
  const list = useList('/api/group-plans', planLine, address.all)
  const begin = useMay('journeys.write') && <BeginPlan />
  return (
    <ListPage<PlanLine>
      name="group-plans"
      title={t('title')}
      help={t('help')}
      sentence={list.total !== null && t('sentence', { count: list.total })}
      deeds={begin}
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.name}
      to={(row) => `/group-plans/${row.id}`}
      searchHint={t('search')}
      filters={[
        {
          kind: 'choice',
          key: 'state',
          label: t('state'),
          options: planStates.map((value) => ({ value, label: t(`state_${value}`) })),
        },
      ]}
      columns={useColumns()}
      empty={{ what: t('empty'), why: t('empty_why'), action: begin }}
    />
  )
}

/** Begins a plan, from a ready one or from nothing. */
function BeginPlan() {
  const t = useText(planTexts)
  const go = useGo()
  const language = useLanguage()
  const ready = planStarterIds.map((id) => planStarter(id, language))
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          ...ready.map(({ id, name, why }) => ({
            key: id,
            label: (
              <>
                <strong>{name}</strong>
                <div className="kit-soft">{why}</div>
              </>
            ),
          })),
          { key: '', label: t('blank') },
        ],
        onClick: ({ key }) => go(key === '' ? '/group-plans/new' : `/group-plans/new?from=${key}`),
      }}
    >
      <Button type="primary">
        {t('new')} <DownOutlined />
      </Button>
    </Dropdown>
  )
}

const TONES: Partial<Record<PlanState, string>> = { running: 'processing', paused: 'warning' }

/** How a plan stands, in a word; never by color alone. */
export function PlanMark({ state }: { state: PlanState }) {
  const t = useText(planTexts)
  const color = TONES[state]
  return <Tag {...(color ? { color } : {})}>{t(`state_${state}`)}</Tag>
}

function useColumns(): Column<PlanLine>[] {
  const t = useText(planTexts)
  const format = useFormat()
  return [
    {
      key: 'name',
      title: t('name'),
      draw: ({ id, name }) => <Go to={`/group-plans/${id}`}>{name}</Go>,
    },
    { key: 'state', title: t('state'), draw: ({ state }) => <PlanMark state={state} /> },
    { key: 'steps', title: t('steps'), isNumber: true, draw: (row) => format.count(row.steps) },
    {
      key: 'groups',
      title: t('groups'),
      help: t('groups_help'),
      isNumber: true,
      draw: (row) => format.count(row.groups),
    },
    {
      key: 'heard',
      title: t('heard'),
      help: t('heard_help'),
      isNumber: true,
      draw: (row) => format.count(row.heard),
    },
    {
      key: 'skipped',
      title: t('skipped'),
      help: t('skipped_help'),
      isNumber: true,
      draw: (row) => format.count(row.skipped),
    },
    { key: 'from', title: t('from'), draw: ({ startsOn }) => <Day on={startsOn} /> },
    { key: 'until', title: t('until'), draw: ({ endsOn }) => <Day on={endsOn} /> },
    { key: 'made_by', title: t('made_by'), draw: ({ madeBy }) => madeBy ?? t('by_itself') },
  ]
}
