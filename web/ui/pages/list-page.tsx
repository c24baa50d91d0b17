import { Button, Drawer, type InputRef, Table, type TableProps } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import { type Address, useAddress } from '../address.ts'
import { type ApiQuery, addressOf } from '../api.ts'
import { Explain } from '../explain.tsx'
import { Go, useGo } from '../go.tsx'
import { useKeys } from '../keys.ts'
import { useText } from '../language.ts'
import type { List } from '../load.ts'
import { Empty, type EmptyProps, Failed, PageSkeleton } from '../states.tsx'
import { texts } from '../text.ts'
import {
  ListFilters,
  type ListSettings,
  ListSettingsButton,
  SavedViews,
  useListSettings,
} from './list-bar.tsx'
import { type Filter, namesOf } from './list-filters.tsx'
import { PageHead } from './page-head.tsx'

export type Column<T> = {
  key: string
  title: string
  /** What the column means, one click away. */
  help?: ReactNode
  draw: (row: T) => ReactNode
  /** The name the server sorts by; the address says `sort=name` or `sort=-name`. */
  sort?: string
  /** Numbers stand right. */
  isNumber?: boolean
  width?: number
  /** Hidden until asked for. */
  isHidden?: boolean
}

/** What a bulk deed is done to: these rows, or all that match the filters. */
export type Selection =
  | { kind: 'some'; ids: readonly string[]; count: number }
  | { kind: 'all'; query: ApiQuery; count: number }

export type BulkDeed = {
  key: string
  /** Says the deed and the number: 「给 12 位客户打标签」. */
  label: (count: number) => string
  run: (selection: Selection) => void
  isHarm?: boolean
}

export type ListPageProps<T> = {
  /** Names the settings and views that this device keeps. */
  name: string
  title: string
  help?: ReactNode
  sentence?: ReactNode
  deeds?: ReactNode
  /** What stands between the head and the list, whatever the list holds. */
  above?: ReactNode
  list: List<T>
  columns: readonly Column<T>[]
  idOf: (row: T) => string
  /** How a row is called, for screen readers and the preview's head. */
  nameOf: (row: T) => string
  filters?: readonly Filter[]
  /** With it the list has a search box; the address keeps `search`. */
  searchHint?: string
  /** At the right, without leaving the list. */
  preview?: (row: T) => ReactNode
  /** The page of a row. */
  to?: (row: T) => string
  bulk?: readonly BulkDeed[]
  /** The path of the export; the filters of the address are added. */
  exportPath?: string
  /** Shown when there is nothing at all (not when nothing matches). */
  empty: EmptyProps
}

/** Server-side everything: filters, search and sort in the address, keys `/ j k Enter x Esc`, preview, bulk bar, export. */
export function ListPage<T>(props: ListPageProps<T>) {
  const { name, title, help, sentence, deeds, list, columns, filters = [], searchHint } = props
  const t = useText(texts)
  const address = useAddress()
  const searchBox = useRef<InputRef>(null)
  const hidden = columns.filter((column) => column.isHidden).map(({ key }) => key)
  const [settings, setSettings] = useListSettings(name, hidden)
  const isFiltered = ['search', ...filters.flatMap(namesOf)].some((one) => address.get(one))
  useKeys([{ key: '/', says: t('key_search'), run: () => searchBox.current?.focus() }])
  const isNothing = !list.isLoading && list.problem === null && list.rows.length === 0
  return (
    <div className="kit-page">
      <PageHead title={title} help={help} sentence={sentence} deeds={deeds} />
      {props.above}
      {isNothing && !isFiltered ? (
        <Empty {...props.empty} />
      ) : (
        <>
          <div className="kit-head-row">
            <ListFilters
              address={address}
              filters={filters}
              searchHint={searchHint}
              searchBox={searchBox}
            />
            <div className="kit-deeds">
              <SavedViews name={name} address={address} />
              <ListSettingsButton columns={columns} settings={settings} change={setSettings} />
              {props.exportPath !== undefined && (
                <Button href={addressOf(props.exportPath, list.query)}>{t('export')}</Button>
              )}
            </div>
          </div>
          <Body {...props} address={address} settings={settings} />
        </>
      )}
    </div>
  )
}

type BodyProps<T> = ListPageProps<T> & { address: Address; settings: ListSettings }

/** The rows, or the state that the list is in. */
function Body<T>(props: BodyProps<T>) {
  const t = useText(texts)
  const { list } = props
  if (list.problem) return <Failed problem={list.problem} retry={list.reload} />
  if (list.isLoading) return <PageSkeleton shape="list" />
  if (list.rows.length === 0)
    return <Empty what={t('nothing_found')} why={t('nothing_found_why')} />
  return <Rows {...props} />
}

function Rows<T>(props: BodyProps<T>) {
  const { list, idOf, nameOf, to, preview, bulk = [], settings, address } = props
  const t = useText(texts)
  const go = useGo()
  const [current, setCurrent] = useState<string>()
  const [isOpen, setIsOpen] = useState(false)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [isAll, setIsAll] = useState(false)
  const at = list.rows.findIndex((row) => idOf(row) === current)
  const row = list.rows[at]
  const step = (by: number) => {
    const next = list.rows[Math.min(Math.max(at + by, 0), list.rows.length - 1)]
    if (next !== undefined) setCurrent(idOf(next))
    if (at + by >= list.rows.length) list.more?.()
  }
  const open = (one: T) => {
    setCurrent(idOf(one))
    if (preview) setIsOpen(true)
    else if (to) go(to(one))
  }
  const enter = () => {
    if (row === undefined) return
    if (isOpen && to) go(to(row))
    else open(row)
  }
  const toggle = () => {
    if (current === undefined) return
    setIsAll(false)
    setChosen(
      chosen.includes(current) ? chosen.filter((id) => id !== current) : [...chosen, current],
    )
  }
  useKeys([
    { key: 'j', says: t('key_next'), run: () => step(1) },
    { key: 'k', says: t('key_back'), run: () => step(-1) },
    { key: 'Enter', says: t('key_open'), run: enter },
    ...(bulk.length > 0 ? [{ key: 'x', says: t('key_select'), run: toggle }] : []),
    ...(isOpen ? [{ key: 'Escape', says: t('key_close'), run: () => setIsOpen(false) }] : []),
  ])
  const selection =
    bulk.length > 0 && rowSelection({ chosen, setChosen, setIsAll, list, idOf, nameOf })
  return (
    <>
      {bulk.length > 0 && chosen.length > 0 && (
        <BulkBar
          list={list}
          bulk={bulk}
          chosen={chosen}
          isAll={isAll}
          setIsAll={setIsAll}
          clear={() => setChosen([])}
        />
      )}
      <div className="kit-scroll">
        <Table<T>
          className="kit-table"
          size={settings.density}
          columns={tableColumns(props, address)}
          dataSource={[...list.rows]}
          rowKey={idOf}
          pagination={false}
          rowClassName={(one) => (idOf(one) === current ? 'kit-current' : 'kit-openable')}
          onRow={(one) => ({ onClick: (event) => isPlain(event.target) && open(one) })}
          onChange={(_pages, _filters, sorter) => address.change({ sort: sortText(sorter) })}
          showSorterTooltip={false}
          {...(selection ? { rowSelection: selection } : {})}
        />
      </div>
      <Foot list={list} />
      <Drawer
        open={isOpen && row !== undefined}
        onClose={() => setIsOpen(false)}
        mask={false}
        title={row === undefined ? t('preview') : nameOf(row)}
        extra={row !== undefined && to && <Go to={to(row)}>{t('open_page')}</Go>}
      >
        {row !== undefined && preview?.(row)}
      </Drawer>
    </>
  )
}

/** A click on a link or a button inside a row is theirs. */
function isPlain(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a,button,input,label,.kit-own-click') === null
}

function tableColumns<T>(
  { columns, settings }: BodyProps<T>,
  address: Address,
): NonNullable<TableProps<T>['columns']> {
  const sort = address.get('sort') ?? ''
  return columns
    .filter((column) => !settings.hidden.includes(column.key))
    .map((column) => ({
      key: column.key,
      title: (
        <>
          {column.title}
          {column.help !== undefined && <Explain what={column.title}>{column.help}</Explain>}
        </>
      ),
      render: (_cell: unknown, row: T) => column.draw(row),
      ...(column.isNumber ? { align: 'right' as const, className: 'kit-number' } : {}),
      ...(column.width === undefined ? {} : { width: column.width }),
      ...(column.sort === undefined
        ? {}
        : {
            sorter: true,
            columnKey: column.sort,
            key: column.sort,
            sortOrder:
              sort === column.sort
                ? ('ascend' as const)
                : sort === `-${column.sort}`
                  ? ('descend' as const)
                  : null,
          }),
    }))
}

type Sorted = { order?: 'ascend' | 'descend' | null | undefined; columnKey?: unknown }

function sortText(sorter: Sorted | Sorted[]): string | undefined {
  const one = Array.isArray(sorter) ? sorter[0] : sorter
  if (!one?.order || typeof one.columnKey !== 'string') return undefined
  return one.order === 'ascend' ? one.columnKey : `-${one.columnKey}`
}

function rowSelection<T>({
  chosen,
  setChosen,
  setIsAll,
  list,
  idOf,
  nameOf,
}: {
  chosen: readonly string[]
  setChosen: (ids: readonly string[]) => void
  setIsAll: (isAll: boolean) => void
  list: List<T>
  idOf: (row: T) => string
  nameOf: (row: T) => string
}): NonNullable<TableProps<T>['rowSelection']> {
  return {
    selectedRowKeys: [...chosen],
    onChange: (keys) => {
      setIsAll(false)
      setChosen(list.rows.map(idOf).filter((id) => keys.includes(id)))
    },
    getCheckboxProps: (row) => ({ 'aria-label': nameOf(row) }),
  }
}

function BulkBar<T>({
  list,
  bulk,
  chosen,
  isAll,
  setIsAll,
  clear,
}: {
  list: List<T>
  bulk: readonly BulkDeed[]
  chosen: readonly string[]
  isAll: boolean
  setIsAll: (isAll: boolean) => void
  clear: () => void
}) {
  const t = useText(texts)
  const count = isAll ? (list.total ?? chosen.length) : chosen.length
  const selection: Selection = isAll
    ? { kind: 'all', query: list.query, count }
    : { kind: 'some', ids: chosen, count }
  return (
    <div className="kit-bulk" role="toolbar">
      <strong>{t(isAll ? 'selected_all' : 'selected', { count })}</strong>
      {!isAll && list.total !== null && list.total > chosen.length && (
        <Button type="text" onClick={() => setIsAll(true)}>
          {t('select_all', { count: list.total })}
        </Button>
      )}
      {bulk.map((deed) => (
        <Button key={deed.key} danger={deed.isHarm ?? false} onClick={() => deed.run(selection)}>
          {deed.label(count)}
        </Button>
      ))}
      <Button type="text" onClick={clear}>
        {t('select_none')}
      </Button>
    </div>
  )
}

function Foot<T>({ list }: { list: List<T> }) {
  const t = useText(texts)
  const shown = list.rows.length
  const says =
    list.total === null
      ? t('found_unknown', { count: shown })
      : shown < list.total
        ? t('shown_of', { shown, total: list.total })
        : t('found', { count: list.total })
  return (
    <div className="kit-foot">
      <span className="kit-soft">{list.isCapped ? t('capped', { count: shown }) : says}</span>
      {list.more && (
        <Button onClick={list.more} loading={list.isMoreLoading}>
          {t('more')}
        </Button>
      )}
    </div>
  )
}
