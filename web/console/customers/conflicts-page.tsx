import { useQueryClient } from '@tanstack/react-query'
import { type Conflict, conflict as conflictShape } from '../../../contract/customer.ts'
import {
  api,
  Card,
  Facts,
  Failed,
  InboxPage,
  Money,
  PageSkeleton,
  PersonCell,
  useDeed,
  useFormat,
  useList,
  useMay,
  useText,
  useUndoToast,
  When,
} from '../../ui/index.ts'
import { useEventWord } from './event-word.ts'
import { texts } from './text.ts'
import { done, useCalled, useIdentityWord } from './words.ts'

const REFRESH = ['/api/conflicts', '/api/customers', '/api/merges', '/api/overview']
type Resolution = NonNullable<Conflict['resolution']>

/** Contradictions of identities, one at a time with all their evidence. */
export function ConflictsPage() {
  const t = useText(texts)
  const mayWrite = useMay('customers.write')
  const list = useList('/api/conflicts', conflictShape)
  const resolve = useResolve()
  if (list.problem) return <Failed problem={list.problem} retry={list.reload} />
  if (list.isLoading) return <PageSkeleton shape="detail" />
  const decide = (resolution: Resolution) => (item: Conflict) => resolve.run({ item, resolution })
  const total = list.total ?? list.rows.length
  return (
    <InboxPage<Conflict>
      title={t('conflicts')}
      help={t('conflicts_help')}
      sentence={total > 0 ? t('conflicts_sentence', { count: total }) : undefined}
      items={list.rows}
      total={list.total}
      idOf={({ id }) => id}
      evidence={(item) => <Evidence item={item} />}
      empty={{ what: t('conflicts_none'), why: t('conflicts_none_why') }}
      isBusy={resolve.isBusy}
      decisions={
        mayWrite
          ? [
              { key: 'm', label: t('conflict_merge'), tone: 'main', run: decide('merged') },
              { key: 'a', label: t('conflict_apart'), run: decide('kept_apart') },
              { key: 'd', label: t('conflict_dismiss'), run: decide('dismissed') },
            ]
          : []
      }
    />
  )
}

/** Decides; what was kept apart or dismissed can be opened again, a merge is undone on the person's page. */
function useResolve() {
  const t = useText(texts)
  const client = useQueryClient()
  const toast = useUndoToast()
  const reopen = useDeed((id: string) => api.del(`/api/conflicts/${id}/resolution`, done), {
    refresh: REFRESH,
  })
  return useDeed(
    ({ item, resolution }: { item: Conflict; resolution: Resolution }) =>
      api.put(`/api/conflicts/${item.id}/resolution`, done, { resolution }),
    {
      refresh: REFRESH,
      done: (_answer, { item, resolution }) => {
        if (resolution === 'merged') void client.invalidateQueries()
        else toast({ says: t(`conflict_${resolution}`), undo: () => reopen.run(item.id) })
      },
    },
  )
}

function Evidence({ item }: { item: Conflict }) {
  const t = useText(texts)
  const identityWord = useIdentityWord()
  return (
    <div className="kit-stack">
      <h2>{t(`conflict_${item.reason}`)}</h2>
      <p className="kit-soft">
        {t.rich('conflict_times', { count: item.times, last: <When at={item.lastSeenAt} /> })}
      </p>
      <div className="kit-two">
        {item.customers.map((customer) => (
          <Candidate key={customer.id} customer={customer} />
        ))}
      </div>
      <h3>{t('conflict_evidence')}</h3>
      <Facts
        facts={item.evidence.map(({ kind, masked, no }) => ({
          label: `${identityWord(kind)} ${masked}`,
          value: no === null ? t('conflict_owner_none') : t('conflict_owner', { no: String(no) }),
        }))}
      />
    </div>
  )
}

function Candidate({ customer }: { customer: Conflict['customers'][number] }) {
  const t = useText(texts)
  const format = useFormat()
  const eventWord = useEventWord()
  const called = useCalled()
  const identityWord = useIdentityWord()
  const kinds = [...new Set(customer.identities.map(({ kind }) => kind))]
  return (
    <Card>
      <PersonCell
        name={called(customer)}
        to={`/customers/${customer.id}`}
        last={`#${customer.no} ${customer.lastEvent === '' ? '' : eventWord(customer.lastEvent)}`}
      />
      <Facts
        facts={[
          ...kinds.map((kind) => ({
            label: identityWord(kind),
            value: <code>{maskedOf(customer, kind)}</code>,
          })),
          { label: t('column_first'), value: <When at={customer.firstSeenAt} /> },
          { label: t('column_last'), value: <When at={customer.lastSeenAt} /> },
          { label: t('column_orders'), value: format.count(customer.orders) },
          { label: t('column_total'), value: <Money minor={customer.total} /> },
        ]}
      />
    </Card>
  )
}

function maskedOf({ identities }: Conflict['customers'][number], kind: string): string {
  return identities
    .filter((identity) => identity.kind === kind)
    .map(({ masked }) => masked)
    .join(' ')
}
