import { Button } from 'antd'
import {
  type ExperimentLine,
  experimentLine,
  retrospective,
} from '../../../contract/retrospective.ts'
import {
  api,
  type Column,
  Go,
  GoButton,
  ListPage,
  useAddress,
  useDeed,
  useFormat,
  useGo,
  useList,
  useMay,
  useText,
  When,
} from '../../ui/index.ts'
import { texts } from './text.ts'

/** What is being asked of people, how far each question is, and the way to its answer. */
export function ExperimentsPage() {
  const t = useText(texts)
  const list = useList('/api/experiments', experimentLine, useAddress().all)
  return (
    <ListPage<ExperimentLine>
      name="experiments"
      title={t('title')}
      help={t('help')}
      sentence={t('sentence')}
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.title || t('untitled')}
      to={(row) => `/journeys/${row.subject.id}`}
      columns={useColumns()}
      empty={{
        what: t('empty'),
        why: t('empty_why'),
        action: <GoButton to="/retrospectives">{t('empty_action')}</GoButton>,
      }}
    />
  )
}

function useColumns(): Column<ExperimentLine>[] {
  const t = useText(texts)
  const format = useFormat()
  return [
    {
      key: 'title',
      title: t('column_title'),
      width: 260,
      draw: ({ title, subject, metric, windowDays: days }) => (
        <>
          <Go to={`/journeys/${subject.id}?version=${subject.version}`}>
            {title || t('untitled')}
          </Go>
          <div className="kit-soft">{t(`metric_${metric}`, { count: days })}</div>
        </>
      ),
    },
    {
      key: 'share',
      title: t('column_share'),
      draw: ({ holdoutShare, withoutReason }) =>
        withoutReason === null
          ? format.percent(holdoutShare)
          : t('none', { reason: withoutReason }),
    },
    {
      key: 'people',
      title: t('column_people'),
      isNumber: true,
      draw: ({ people }) => `${format.count(people.treated)} / ${format.count(people.control)}`,
    },
    {
      key: 'progress',
      title: t('column_progress'),
      help: t('column_progress_help'),
      isNumber: true,
      draw: ({ fraction }) => format.percent(fraction),
    },
    {
      key: 'looks',
      title: t('column_looks'),
      isNumber: true,
      draw: ({ looks }) => t('looks', { count: looks.length }),
    },
    { key: 'begun', title: t('column_begun'), draw: ({ begunAt }) => <When at={begunAt} /> },
    {
      key: 'state',
      title: t('column_state'),
      draw: ({ closedAt, looks }) => {
        if (looks.some(({ kind }) => kind === 'final')) return t('finished')
        return t(closedAt === null ? 'running' : 'closed')
      },
    },
    { key: 'deed', title: t('column_deed'), draw: (row) => <LookButton id={row.id} /> },
  ]
}

function LookButton({ id }: { id: string }) {
  const t = useText(texts)
  const go = useGo()
  const mayLook = useMay('customers.write')
  const look = useDeed(() => api.post('/api/retrospectives', retrospective, { experimentId: id }), {
    refresh: ['/api/retrospectives', '/api/experiments'],
    done: (written) => go(`/retrospectives/${written.id}`),
  })
  if (!mayLook) return null
  return (
    <Button size="small" onClick={() => look.run(undefined)} loading={look.isBusy}>
      {t('look_deed')}
    </Button>
  )
}
