import { type List, ListPage, Money, PersonCell, useHouse, useText, When } from '../../ui/index.ts'
import { texts } from './text.ts'

type Row = { id: string; name: string; spent: number; days: number; isNew: boolean }

const ROWS: readonly Row[] = ['王小明', '李静', 'Aria Chen', '欧阳若曦', '赵六'].map(
  (name, at) => ({
    id: `row-${String(at)}`,
    name,
    spent: 128_00 * (7 - at),
    days: at * at * 3,
    isNew: at % 2 === 0,
  }),
)

/** A list without a server: its rows stand here. */
export function SheetList() {
  const t = useText(texts)
  const now = useHouse().now()
  const list: List<Row> = {
    rows: ROWS,
    total: 23_570,
    problem: null,
    isLoading: false,
    isMoreLoading: false,
    more: () => undefined,
    isCapped: false,
    reload: () => undefined,
    query: {},
  }
  const seen = (row: Row) => new Date(Date.parse(now) - row.days * 86_400_000).toISOString()
  return (
    <ListPage
      name="sheet"
      title={t('list')}
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.name}
      searchHint={t('search')}
      filters={[
        {
          kind: 'choice',
          key: 'stage',
          label: t('stage'),
          options: [
            { value: 'new', label: t('stage_new') },
            { value: 'old', label: t('stage_old') },
          ],
        },
        { kind: 'days', key: 'seen', label: t('seen') },
        { kind: 'range', key: 'spent', label: t('spent') },
      ]}
      columns={[
        {
          key: 'name',
          title: t('name'),
          draw: (row) => <PersonCell name={row.name} last={t('last')} />,
        },
        {
          key: 'stage',
          title: t('stage'),
          draw: (row) => t(row.isNew ? 'stage_new' : 'stage_old'),
        },
        {
          key: 'spent',
          title: t('spent'),
          sort: 'spent',
          isNumber: true,
          help: t('definition'),
          draw: (row) => <Money minor={row.spent} />,
        },
        { key: 'seen', title: t('seen'), sort: 'seen', draw: (row) => <When at={seen(row)} /> },
      ]}
      preview={(row) => <PersonCell name={row.name} last={t('last')} />}
      to={() => '/sheet'}
      bulk={[{ key: 'tag', label: (count) => t('tag', { count }), run: () => undefined }]}
      exportPath="/api/customers/export"
      empty={{ what: t('empty_what'), why: t('empty_why') }}
    />
  )
}
