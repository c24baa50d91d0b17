import { Tag } from 'antd'
import { describeTree } from '../../../contract/segment-sentence.ts'
import { type SegmentRow, type SegmentState, segmentRow } from '../../../contract/segment-view.ts'
import {
  type Column,
  GoButton,
  ListPage,
  useAddress,
  useFormat,
  useList,
  useMay,
  useText,
  When,
} from '../../ui/index.ts'
import { SegmentGlance } from './segment-glance.tsx'
import { useSpeech, useTold } from './speech.ts'
import { texts } from './text.ts'

/** All groups of people: what each is, how many, and how it moves. */
export function SegmentsPage() {
  const t = useText(texts)
  const mayWrite = useMay('segments.write')
  const list = useList('/api/segments', segmentRow, useAddress().all, { every: 15_000 })
  const action = mayWrite ? <GoButton to="/segments/new">{t('new')}</GoButton> : undefined
  return (
    <ListPage<SegmentRow>
      name="segments"
      title={t('title')}
      help={t('help')}
      sentence={list.total ? t('sentence', { count: list.total }) : undefined}
      deeds={action}
      list={list}
      columns={useColumns()}
      filters={[
        {
          kind: 'choices',
          key: 'state',
          label: t('state'),
          options: (['live', 'draft', 'archived'] as const).map((state) => ({
            value: state,
            label: t(`state_${state}`),
          })),
        },
      ]}
      searchHint={t('search')}
      idOf={(row) => row.id}
      nameOf={(row) => row.name}
      to={(row) => `/segments/${row.id}`}
      preview={(row) => <SegmentGlance row={row} />}
      empty={{
        what: t('empty'),
        why: t('empty_why'),
        ...(action ? { action } : {}),
        sample: <p>{t('empty_sample')}</p>,
      }}
    />
  )
}

export function StateTag({ state }: { state: SegmentState }) {
  const t = useText(texts)
  const color = state === 'live' ? 'success' : 'default'
  return <Tag color={color}>{t(`state_${state}`)}</Tag>
}

function Told({ row }: { row: SegmentRow }) {
  const speech = useSpeech(row.names)
  const told = useTold()
  return <div className="kit-soft">{describeTree(told(row.tree), speech)}</div>
}

function useColumns(): Column<SegmentRow>[] {
  const t = useText(texts)
  const format = useFormat()
  return [
    {
      key: 'name',
      title: t('name'),
      sort: 'name',
      draw: (row) => (
        <>
          <strong>{row.name}</strong>
          <Told row={row} />
        </>
      ),
    },
    {
      key: 'state',
      title: t('state'),
      width: 96,
      draw: (row) => <StateTag state={row.state} />,
    },
    {
      key: 'size',
      title: t('size'),
      help: t('size_help'),
      sort: 'size',
      isNumber: true,
      draw: (row) => (row.size === null ? t('not_computed') : format.count(row.size)),
    },
    {
      key: 'moved',
      title: t('moved'),
      help: t('moved_help'),
      isNumber: true,
      draw: (row) =>
        t('moved_of', { entered: format.count(row.entered7), left: format.count(row.left7) }),
    },
    {
      key: 'changed',
      title: t('changed'),
      sort: 'changed',
      draw: (row) => (
        <>
          <When at={row.changedAt} />
          {row.changedBy !== null && <div className="kit-soft">{row.changedBy}</div>}
        </>
      ),
    },
  ]
}
