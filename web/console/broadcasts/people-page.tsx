import {
  broadcast,
  type Recipient,
  recipient,
  recipientFilter,
} from '../../../contract/broadcast.ts'
import {
  type Column,
  GoButton,
  ListPage,
  PersonCell,
  useAddress,
  useList,
  useLoad,
  usePart,
  useText,
  When,
} from '../../ui/index.ts'
import { texts as deliveryTexts } from '../deliveries/text.ts'
import { StateTag, useAssociateName } from '../deliveries/words.tsx'
import { texts } from './text.ts'
import { useReasonWord } from './words.ts'

const WHICH = recipientFilter.shape.which.unwrap().options

/** Everybody who was meant, as fixed at the launch, with how each one stands. */
export function BroadcastPeoplePage() {
  const t = useText(texts)
  const id = usePart('id')
  const address = useAddress()
  const list = useList(`/api/broadcasts/${id}/recipients`, recipient, address.all)
  const name = useLoad(`/api/broadcasts/${id}`, broadcast).data?.name ?? ''
  const which = WHICH.find((one) => one === address.get('which')) ?? 'all'
  return (
    <ListPage<Recipient>
      name="broadcast-people"
      title={t('people_title', { name, what: t(`people_${which}`) })}
      sentence={t('people_sentence')}
      deeds={<GoButton to={`/broadcasts/${id}`}>{t('people_back')}</GoButton>}
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.customer.name || t('nameless')}
      filters={[
        {
          kind: 'choice',
          key: 'which',
          label: t('which'),
          options: WHICH.map((value) => ({ value, label: t(`people_${value}`) })),
        },
      ]}
      to={(row) => `/customers/${row.customer.id}`}
      columns={useColumns()}
      empty={{ what: t('people_empty'), why: t('people_empty_why') }}
    />
  )
}

function useColumns(): Column<Recipient>[] {
  const t = useText(texts)
  const associate = useAssociateName()
  return [
    {
      key: 'person',
      title: t('person'),
      draw: ({ customer }) => (
        <PersonCell name={customer.name || t('nameless')} to={`/customers/${customer.id}`} />
      ),
    },
    { key: 'stands', title: t('stands'), draw: (row) => <Stands row={row} /> },
    {
      key: 'associate',
      title: t('associate'),
      draw: ({ message }) => (message ? associate(message.userid) || '—' : '—'),
    },
    { key: 'arm', title: t('arm'), draw: ({ arm }) => arm.toUpperCase() || '—', isHidden: true },
    {
      key: 'at',
      title: t('at'),
      draw: ({ message, dueAt }) => {
        const at = message?.sentAt ?? dueAt
        return at === null || at === undefined ? (
          <span className="kit-soft">—</span>
        ) : (
          <When at={at} />
        )
      },
    },
  ]
}

function Stands({ row }: { row: Recipient }) {
  const t = useText(texts)
  const word = useText(deliveryTexts)
  const reasonWord = useReasonWord()
  const { state, message, reason } = row
  if (state === 'control') return t('stands_control')
  if (message)
    return (
      <>
        <StateTag state={message.state} />{' '}
        {message.reason !== null && word(`reason_${message.reason}`)}
      </>
    )
  if (reason === null) return t('stands_waiting_plain')
  return state === 'waiting'
    ? t('stands_waiting', { reason: reasonWord(reason) })
    : reasonWord(reason)
}
