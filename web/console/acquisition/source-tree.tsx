import { Button, Table, Tag } from 'antd'
import type { ReactNode } from 'react'
import type { SourceNode } from '../../../contract/source-report.ts'
import { Day, Explain, Go, Money, useFormat, useText } from '../../ui/index.ts'
import { sourceTexts } from './source-text.ts'
import { texts } from './text.ts'

type Row = SourceNode & { children?: Row[] }
const NAME_WIDTH = 280

/** The tree: every number is the sum of what hangs below it and opens its people. */
export function SourceTree({
  nodes,
  query,
  onSpend,
  onOpen,
}: {
  nodes: readonly SourceNode[]
  query: string
  onSpend: ((id: string) => void) | null
  onOpen: (id: string) => void
}) {
  const columns = useColumns({ query, onSpend, onOpen })
  const rows = rowsBelow(nodes, null)
  const opened = nodes
    .filter(({ id }) => nodes.some((one) => one.parentId === id && one.kind === 'source'))
    .map(({ id }) => id)
  return (
    <div className="kit-scroll">
      <Table<Row>
        className="kit-table"
        rowKey="id"
        size="small"
        pagination={false}
        dataSource={rows}
        columns={columns}
        expandable={{ defaultExpandedRowKeys: opened }}
      />
    </div>
  )
}

function rowsBelow(nodes: readonly SourceNode[], parentId: string | null): Row[] {
  const ids = new Set(nodes.map(({ id }) => id))
  return nodes
    .filter(
      (one) => (one.parentId !== null && ids.has(one.parentId) ? one.parentId : null) === parentId,
    )
    .map((one) => {
      const children = rowsBelow(nodes, one.id)
      return children.length === 0 ? one : { ...one, children }
    })
}

function useColumns({
  query,
  onSpend,
  onOpen,
}: {
  query: string
  onSpend: ((id: string) => void) | null
  onOpen: (id: string) => void
}) {
  const t = useText(sourceTexts)
  const words = useText(texts)
  const format = useFormat()
  const people = (row: Row, kind: string, shown: ReactNode) => (
    <Go to={`/sources/${row.id}/people?${query}&kind=${kind}`}>{shown}</Go>
  )
  const soft = <span className="kit-soft">{t('none')}</span>
  const number = (
    key: 'people' | 'left' | 'retained' | 'cost' | 'per_person' | 'per_retained' | 'revenue',
    draw: (row: Row) => ReactNode,
  ) => ({
    title: (
      <>
        {t(key)}
        <Explain what={t(key)}>{t(`${key}_help`)}</Explain>
      </>
    ),
    key,
    align: 'right' as const,
    className: 'kit-number',
    render: (_: unknown, row: Row) => draw(row),
  })
  const money = (minor: number | null) => (minor === null ? soft : <Money minor={minor} />)
  return [
    {
      title: t('node'),
      key: 'node',
      width: NAME_WIDTH,
      render: (_: unknown, row: Row) => <Name row={row} />,
    },
    number('people', (row) => people(row, 'people', format.count(row.people))),
    number('left', (row) => people(row, 'left_early', format.count(row.leftEarly))),
    number('retained', (row) =>
      row.due === 0
        ? soft
        : people(
            row,
            'retained',
            t('retained_of', { retained: format.count(row.retained), due: format.count(row.due) }),
          ),
    ),
    number('cost', ({ id, kind, cost }) =>
      kind === 'source' ? (
        <Button type="link" size="small" onClick={() => onOpen(id)}>
          {format.money(cost)}
        </Button>
      ) : (
        money(kind === 'unknown' ? null : cost)
      ),
    ),
    number('per_person', (row) => money(row.costPerPerson)),
    number('per_retained', (row) => money(row.costPerRetained)),
    number('revenue', (row) => people(row, 'buyers', format.money(row.revenue))),
    {
      title: t('paid_back'),
      key: 'paid_back',
      render: (_: unknown, { cost, paidBackOn }: Row) => (
        <PaidBack cost={cost} paidBackOn={paidBackOn} />
      ),
    },
    ...(onSpend
      ? [
          {
            title: '',
            key: 'deeds',
            render: (_: unknown, { id, kind, archivedAt }: Row) =>
              kind === 'source' &&
              archivedAt === null && (
                <Button size="small" onClick={() => onSpend(id)}>
                  {words('cost_add')}
                </Button>
              ),
          },
        ]
      : []),
  ]
}

function PaidBack({ cost, paidBackOn }: Pick<Row, 'cost' | 'paidBackOn'>) {
  const t = useText(sourceTexts)
  if (cost === 0) return <span className="kit-soft">{t('none')}</span>
  return paidBackOn === null ? t('not_yet') : <Day on={paidBackOn} />
}

function Name({ row }: { row: Row }) {
  const t = useText(sourceTexts)
  const { id, kind, name, traffic, owner, fromOn, toOn, archivedAt } = row
  if (kind === 'unknown')
    return (
      <>
        {t('unknown')}
        <Explain what={t('unknown')}>{t('unknown_help')}</Explain>
      </>
    )
  if (kind === 'code')
    return (
      <>
        <Go to={`/contact-ways/${id}`}>{name}</Go>{' '}
        <span className="kit-soft">
          {t('code')}
          {archivedAt !== null && ` · ${t('archived_mark')}`}
        </span>
      </>
    )
  return (
    <>
      <strong>{name}</strong> {traffic !== null && <Tag>{t(`traffic_${traffic}`)}</Tag>}
      {archivedAt !== null && <span className="kit-soft">{t('archived_mark')} </span>}
      <div className="kit-soft">
        {owner}
        {owner !== '' && fromOn !== null && ' · '}
        {fromOn !== null && <Day on={fromOn} />}
        {toOn !== null && (
          <>
            {' – '}
            <Day on={toOn} />
          </>
        )}
      </div>
    </>
  )
}
