import { Button, Select, Tag } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { type ContactWay, contactWay, contactWays, sources } from '../../../contract/acquisition.ts'
import { associates } from '../../../contract/corp.ts'
import {
  type Column,
  type Filter,
  Go,
  GoButton,
  ListPage,
  Money,
  useAddress,
  useFormat,
  useList,
  useLoad,
  useMay,
  useText,
  When,
} from '../../ui/index.ts'
import { associateLabel } from '../corp/associate-label.ts'
import { texts } from './text.ts'
import { WayState } from './way-state.tsx'
import { WelcomeModal } from './welcome-modal.tsx'

/** A scan shows within two seconds. */
const LIVE_MS = 2_000
export const DAYS = [7, 30, 90, 365]
export const DAYS_USUAL = 30

/** All codes: where each hangs, who answers, how many it brought and lost, what one of them cost. */
export function WaysPage() {
  const t = useText(texts)
  const address = useAddress()
  const list = useList('/api/contact-ways', contactWay, address.all, { every: LIVE_MS })
  const [isWelcoming, setIsWelcoming] = useState(false)
  const mayWrite = useMay('acquisition.write')
  const days = Number(address.get('days') ?? DAYS_USUAL)
  const all = useLoad('/api/contact-ways', contactWays, {
    query: { ...address.all, limit: 1 },
    every: LIVE_MS,
  })
  return (
    <>
      <ListPage<ContactWay>
        name="contact-ways"
        title={t('ways')}
        help={t('ways_help')}
        sentence={all.data && <Sums days={days} all={all.data} />}
        deeds={
          mayWrite && (
            <>
              <Button onClick={() => setIsWelcoming(true)}>{t('welcome_general')}</Button>
              <Go to="/contact-ways/batch">{t('ways_batch')}</Go>
              <GoButton to="/contact-ways/new">{t('way_new')}</GoButton>
            </>
          )
        }
        list={list}
        idOf={(way) => way.id}
        nameOf={(way) => way.name}
        to={(way) => `/contact-ways/${way.id}`}
        searchHint={t('way_search')}
        filters={useFilters()}
        columns={useColumns()}
        empty={{
          what: t('ways_empty'),
          why: t('ways_empty_why'),
          action: mayWrite && <GoButton to="/contact-ways/new">{t('way_new')}</GoButton>,
        }}
      />
      {isWelcoming && <WelcomeModal onClose={() => setIsWelcoming(false)} />}
    </>
  )
}

function Sums({ days, all }: { days: number; all: z.infer<typeof contactWays> }) {
  const t = useText(texts)
  const { sums, total } = all
  if (total === 0) return null
  if (sums.added === 0 && sums.lost === 0) return t('ways_sentence_none', { days })
  return t('ways_sentence', { count: total ?? 0, days, added: sums.added, lost: sums.lost })
}

function useColumns(): Column<ContactWay>[] {
  const t = useText(texts)
  const format = useFormat()
  return [
    {
      key: 'name',
      title: t('way_name'),
      sort: 'name',
      width: 240,
      draw: ({ id, name, source }) => (
        <div>
          <Go to={`/contact-ways/${id}`}>{name}</Go>
          <div className="kit-soft">{source.name}</div>
        </div>
      ),
    },
    {
      key: 'associates',
      title: t('associates'),
      width: 200,
      draw: ({ associates: all }) => {
        const [first] = all
        return all.length === 1 || !first
          ? (first?.name ?? '')
          : t('associates_more', { first: first.name, count: all.length })
      },
    },
    {
      key: 'tags',
      title: t('tags'),
      isHidden: true,
      draw: ({ tags }) => tags.map(({ id, name }) => <Tag key={id}>{name}</Tag>),
    },
    {
      key: 'added',
      title: t('added'),
      help: t('added_help'),
      sort: 'added',
      isNumber: true,
      width: 130,
      draw: ({ added }) => format.count(added),
    },
    {
      key: 'lost',
      title: t('lost'),
      help: t('lost_help'),
      sort: 'lost',
      isNumber: true,
      width: 110,
      draw: ({ lost }) => format.count(lost),
    },
    {
      key: 'cost',
      title: t('cost_person'),
      help: t('cost_person_help'),
      isNumber: true,
      width: 130,
      draw: ({ costPerPerson: each }) =>
        each === null ? <span className="kit-soft">{t('nobody')}</span> : <Money minor={each} />,
    },
    { key: 'state', title: t('state'), width: 100, draw: (way) => <WayState way={way} /> },
    {
      key: 'created',
      title: t('created_at'),
      sort: 'created',
      width: 150,
      draw: ({ createdAt }) => <When at={createdAt} />,
    },
  ]
}

function useFilters(): Filter[] {
  const t = useText(texts)
  const known = useLoad('/api/sources', sources)
  const members = useLoad('/api/associates', associates)
  return [
    {
      kind: 'choice',
      key: 'source',
      label: t('filter_source'),
      options: (known.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
    },
    {
      kind: 'choice',
      key: 'associate',
      label: t('filter_associate'),
      options: (members.data?.items ?? []).map((one) => ({
        value: one.userid,
        label: associateLabel(one),
      })),
    },
    {
      kind: 'own',
      key: 'days',
      label: t('filter_days'),
      draw: (address) => (
        <Select
          aria-label={t('filter_days')}
          prefix={t('filter_days')}
          value={Number(address.get('days') ?? DAYS_USUAL)}
          onChange={(count) => address.change({ days: String(count) })}
          options={DAYS.map((count) => ({ value: count, label: t('days', { count }) }))}
        />
      ),
    },
    {
      kind: 'choice',
      key: 'isArchived',
      label: t('filter_archived'),
      options: [{ value: 'true', label: t('filter_archived_yes') }],
    },
  ]
}
