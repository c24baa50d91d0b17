import { Tag } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { type CustomerRow, customerRow, customerSources } from '../../../contract/customer.ts'
import type { identityKinds } from '../../../contract/identity.ts'
import { tagGroups } from '../../../contract/tag.ts'
import {
  api,
  type Column,
  type Filter,
  GoButton,
  ListPage,
  Money,
  PersonCell,
  type Selection,
  useAddress,
  useDeed,
  useFormat,
  useList,
  useLoad,
  useMay,
  useText,
  useUndoToast,
  When,
} from '../../ui/index.ts'
import { useEventWord, useSourceWord } from './event-word.ts'
import { useFollowFilters } from './follow-filters.tsx'
import { CustomerPreview } from './preview.tsx'
import { type ChosenTag, TagModal, tagOptions } from './tag-modal.tsx'
import { texts } from './text.ts'
import { done, useIdentityWord } from './words.ts'

const made = z.object({ id: z.string() })

/** Everybody: search, filters, preview, bulk tagging, export. */
export function CustomersPage() {
  const t = useText(texts)
  const address = useAddress()
  const list = useList('/api/customers', customerRow, address.all)
  const groups = useLoad('/api/tag-groups', tagGroups)
  const sources = useLoad('/api/customer-sources', customerSources)
  const mayWrite = useMay('customers.write')
  const [selection, setSelection] = useState<Selection>()
  const tagging = useBulkTagging(() => setSelection(undefined))
  const count = list.total ?? 0
  const isAll = Object.keys(address.all).every((name) => name === 'sort')
  const sentence =
    list.total === null
      ? t('sentence_many')
      : isAll
        ? t('sentence_all', { count })
        : t('sentence', { count })
  return (
    <>
      <ListPage<CustomerRow>
        name="customers"
        title={t('title')}
        help={t('help')}
        sentence={list.isLoading || list.total === 0 ? undefined : sentence}
        list={list}
        columns={useColumns()}
        filters={useFilters(tagOptions(groups.data), sources.data?.items ?? [])}
        searchHint={t('search_hint')}
        idOf={(row) => row.id}
        nameOf={(row) => row.name ?? t('unnamed', { no: String(row.no) })}
        to={(row) => `/customers/${row.id}`}
        preview={(row) => <CustomerPreview row={row} />}
        exportPath="/api/customers.csv"
        bulk={
          mayWrite
            ? [
                {
                  key: 'tag',
                  label: (chosen) => t('bulk_tag', { count: chosen }),
                  run: setSelection,
                },
              ]
            : []
        }
        empty={{
          what: t('empty'),
          why: t('empty_why'),
          action: <GoButton to="/imports/new">{t('empty_action')}</GoButton>,
        }}
      />
      <TagModal
        open={selection !== undefined}
        title={t('bulk_tag', { count: selection?.count ?? 0 })}
        groups={groups.data}
        isBusy={tagging.isBusy}
        isPlain
        onCancel={() => setSelection(undefined)}
        onTag={(tag) => selection && tagging.run({ selection, tag })}
      />
    </>
  )
}

/** The same tag for everybody chosen, done in the background, with one undo for all. */
function useBulkTagging(close: () => void) {
  const t = useText(texts)
  const toast = useUndoToast()
  const refresh = ['/api/customers', '/api/tag-groups', '/api/tag-jobs']
  const undo = useDeed((id: string) => api.put(`/api/tag-jobs/${id}/undo`, done, {}), { refresh })
  return useDeed(
    ({ selection, tag }: { selection: Selection; tag: ChosenTag }) => {
      const {
        cursor: _cursor,
        limit: _limit,
        sort: _sort,
        ...filter
      } = selection.kind === 'all' ? selection.query : {}
      const whom = selection.kind === 'all' ? { filter } : { customerIds: [...selection.ids] }
      return api.post('/api/tag-jobs', made, { tagId: tag.tagId, ...whom })
    },
    {
      refresh,
      done: ({ id }, { selection, tag }) => {
        close()
        toast({
          says: t('bulk_tagging', { count: selection.count, tag: tag.name }),
          undo: () => undo.run(id),
        })
      },
    },
  )
}

function useColumns(): Column<CustomerRow>[] {
  const t = useText(texts)
  const format = useFormat()
  const eventWord = useEventWord()
  const sourceWord = useSourceWord()
  return [
    {
      key: 'person',
      title: t('column_person'),
      draw: (row) => (
        <PersonCell
          name={row.name ?? t('unnamed', { no: String(row.no) })}
          to={`/customers/${row.id}`}
          {...(row.lastEvent === '' ? {} : { last: eventWord(row.lastEvent) })}
        />
      ),
    },
    {
      key: 'identities',
      title: t('column_identities'),
      help: t('column_identities_help'),
      draw: (row) => <Identities row={row} />,
    },
    {
      key: 'tags',
      title: t('column_tags'),
      draw: (row) => row.tags.map((tag) => <Tag key={tag.id}>{tag.name}</Tag>),
    },
    {
      key: 'orders',
      title: t('column_orders'),
      help: t('column_orders_help'),
      sort: 'orders',
      isNumber: true,
      draw: (row) => format.count(row.orders),
    },
    {
      key: 'total',
      title: t('column_total'),
      help: t('column_total_help'),
      sort: 'total',
      isNumber: true,
      draw: (row) => <Money minor={row.total} />,
    },
    {
      key: 'last',
      title: t('column_last'),
      sort: 'lastSeen',
      draw: (row) => <When at={row.lastSeenAt} />,
    },
    {
      key: 'first',
      title: t('column_first'),
      sort: 'firstSeen',
      isHidden: true,
      draw: (row) => <When at={row.firstSeenAt} />,
    },
    {
      key: 'source',
      title: t('column_source'),
      isHidden: true,
      draw: (row) => sourceWord(row.source),
    },
  ]
}

function Identities({ row }: { row: CustomerRow }) {
  const word = useIdentityWord()
  // A member number that is the user id as well stands once, with both names.
  const shown = new Map<string, string[]>()
  for (const { kind, masked } of row.identities) {
    shown.set(masked, [...(shown.get(masked) ?? []), word(kind)])
  }
  return (
    <div className="kit-soft kit-code">
      {[...shown].map(([masked, names]) => (
        <div key={masked} title={names.join(' · ')}>
          {masked}
        </div>
      ))}
    </div>
  )
}

function useFilters(
  tags: readonly { value: string; label: string }[],
  sources: readonly string[],
): Filter[] {
  const t = useText(texts)
  const identityWord = useIdentityWord()
  const follows = useFollowFilters()
  const kinds: (keyof typeof identityKinds)[] = ['phone', 'email', 'member_no', 'user_id', 'openid']
  const named = kinds.map((value) => ({ value, label: identityWord(value) }))
  const sourceWord = useSourceWord()
  const places = sources.map((value) => ({ value, label: sourceWord(value) }))
  return [
    ...(tags.length > 0
      ? [
          { kind: 'choices' as const, key: 'tags', label: t('filter_tags'), options: tags },
          {
            kind: 'choices' as const,
            key: 'tagsAll',
            label: t('filter_tags_all'),
            options: tags,
            isRare: true,
          },
          {
            kind: 'choices' as const,
            key: 'tagsNone',
            label: t('filter_tags_none'),
            options: tags,
            isRare: true,
          },
        ]
      : []),
    ...follows,
    { kind: 'choices', key: 'source', label: t('filter_source'), options: places, isRare: true },
    { kind: 'choices', key: 'has', label: t('filter_has'), options: named, isRare: true },
    { kind: 'days', key: 'first', label: t('filter_first'), isRare: true },
    { kind: 'days', key: 'last', label: t('filter_last'), isRare: true },
    { kind: 'range', key: 'orders', label: t('filter_orders'), isRare: true },
  ]
}
