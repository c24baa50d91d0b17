import { Button, Tag } from 'antd'
import { useState } from 'react'
import { type Hook, hook } from '../../../contract/hook.ts'
import {
  type Column,
  Go,
  ListPage,
  useAddress,
  useFormat,
  useList,
  useMay,
  useText,
} from '../../ui/index.ts'
import { HookModal } from './hook-modal.tsx'
import { hookTexts } from './hook-text.ts'

const LIVE_MS = 5_000

/** All hooks: the pain that each answers, and how far people went. */
export function HooksPage() {
  const t = useText(hookTexts)
  const address = useAddress()
  const mayWrite = useMay('acquisition.write')
  const [isNew, setNew] = useState(false)
  const list = useList('/api/hooks', hook, address.all, { every: LIVE_MS })
  const begin = mayWrite && (
    <Button type="primary" onClick={() => setNew(true)}>
      {t('hook_new')}
    </Button>
  )
  const claimed = list.rows.reduce((sum, one) => sum + one.claimed, 0)
  return (
    <>
      <ListPage<Hook>
        name="hooks"
        title={t('hooks')}
        help={t('hooks_help')}
        sentence={list.rows.length > 0 && t('hooks_sentence', { count: list.rows.length, claimed })}
        deeds={begin}
        list={list}
        idOf={(row) => row.id}
        nameOf={(row) => row.name}
        to={(row) => `/hooks/${row.id}`}
        searchHint={t('search')}
        filters={[
          {
            kind: 'choice',
            key: 'isArchived',
            label: t('filter_archived'),
            options: [{ value: 'true', label: t('filter_archived_yes') }],
          },
        ]}
        columns={useColumns()}
        empty={{ what: t('hooks_empty'), why: t('hooks_empty_why'), action: begin }}
      />
      {isNew && <HookModal hook="new" onClose={() => setNew(false)} />}
    </>
  )
}

function useColumns(): Column<Hook>[] {
  const t = useText(hookTexts)
  const format = useFormat()
  return [
    {
      key: 'name',
      title: t('hooks'),
      width: 280,
      draw: ({ id, name, pain }) => (
        <div>
          <Go to={`/hooks/${id}`}>{name}</Go>
          <div className="kit-soft">{pain}</div>
        </div>
      ),
    },
    { key: 'kind', title: t('kind'), draw: ({ kind }) => t(`kind_${kind}`) },
    { key: 'rule', title: t('rule'), draw: ({ rule }) => t(`rule_${rule}`) },
    {
      key: 'state',
      title: t('state'),
      draw: ({ state }) => (
        <Tag color={state === 'open' ? 'success' : 'default'}>{t(`state_${state}`)}</Tag>
      ),
    },
    {
      key: 'left',
      title: t('left'),
      isNumber: true,
      draw: ({ stock }) =>
        stock
          ? t('left_of', { left: format.count(stock.left), all: format.count(stock.all) })
          : t('no_limit'),
    },
    {
      key: 'viewed',
      title: t('viewed'),
      help: t('viewed_help'),
      isNumber: true,
      draw: ({ viewed }) => format.count(viewed),
    },
    {
      key: 'claimed',
      title: t('claimed'),
      help: t('claimed_help'),
      isNumber: true,
      draw: ({ id, claimed }) => <Go to={`/hooks/${id}/claims`}>{format.count(claimed)}</Go>,
    },
    {
      key: 'rate',
      title: t('rate'),
      help: t('rate_help'),
      isNumber: true,
      draw: ({ viewed, claimed }) => (viewed === 0 ? '—' : format.percent(claimed / viewed)),
    },
    {
      key: 'opened',
      title: t('opened'),
      help: t('opened_help'),
      isNumber: true,
      draw: ({ id, opened }) => (
        <Go to={`/hooks/${id}/claims?kind=opened`}>{format.count(opened)}</Go>
      ),
    },
  ]
}
