import { Alert, App } from 'antd'
import { z } from 'zod'
import { type ParkedCall, parkedCalls } from '../../../contract/delivery.ts'
import {
  api,
  type Decision,
  Facts,
  Go,
  InboxPage,
  Loaded,
  useDeed,
  useLoad,
  useMay,
  useText,
  When,
} from '../../ui/index.ts'
import { texts } from './text.ts'
import { useAssociateName } from './words.tsx'

type Said = 'was_sent' | 'send' | 'drop'
const done = z.object({ ok: z.literal(true) })
const REFRESH = ['/api/parked-deliveries', '/api/deliver', '/api/channel']

/** Calls of which nobody knows whether they were done, one at a time with all that is known. */
export function ParkedDeliveriesPage() {
  const t = useText(texts)
  const { message } = App.useApp()
  const mayDecide = useMay('messages.write')
  const parked = useLoad('/api/parked-deliveries', parkedCalls)
  const decide = useDeed(
    ({ id, said }: { id: string; said: Said }) =>
      api.put(`/api/parked-deliveries/${id}/verdict`, done, { said }),
    {
      refresh: REFRESH,
      done: (_answer, { said }) => void message.success(t(`said_${said}`)),
    },
  )
  const say =
    (said: Said) =>
    ({ id }: ParkedCall) =>
      decide.run({ id, said })
  const decisions: Decision<ParkedCall>[] = [
    { key: 's', label: t('parked_was_sent'), run: say('was_sent') },
    {
      key: 'n',
      label: t('parked_send'),
      tone: 'main',
      run: say('send'),
      fits: ({ sendableUntil }) => sendableUntil !== null,
    },
    { key: 'd', label: t('parked_drop'), tone: 'harm', run: say('drop') },
  ]
  return (
    <Loaded load={parked} shape="detail">
      {({ items, total }) => (
        <InboxPage<ParkedCall>
          title={t('parked')}
          help={t('parked_help')}
          sentence={total > 0 ? t('parked_sentence', { count: total }) : undefined}
          items={items}
          total={total}
          idOf={({ id }) => id}
          evidence={(call) => <Evidence call={call} />}
          empty={{ what: t('parked_none'), why: t('parked_none_why') }}
          isBusy={decide.isBusy}
          decisions={mayDecide ? decisions : []}
        />
      )}
    </Loaded>
  )
}

function Evidence({ call }: { call: ParkedCall }) {
  const t = useText(texts)
  const nameOf = useAssociateName()
  const who = nameOf(call.userid)
  // Without a code WeCom said nothing; the words are then those of the connection, which tell an operator nothing.
  const wecomSaid =
    call.errcode === null ? t('parked_no_answer') : `${call.errmsg} (${call.errcode})`
  const isOwn = call.kind === 'mail' || call.kind === 'sms'
  const answer = isOwn ? call.errmsg || '—' : wecomSaid
  return (
    <div className="kit-stack">
      <h2>{t(`parked_kind_${call.kind}`)}</h2>
      <p className="kit-code">{call.content.text}</p>
      {call.content.link && (
        <p className="kit-soft">
          {t('link')}: {call.content.link.title}
        </p>
      )}
      <Facts
        facts={[
          { label: t('parked_who', { count: call.deliveries }), value: <People call={call} /> },
          ...(isOwn || call.kind.startsWith('official')
            ? []
            : [{ label: t('associate'), value: who || '—' }]),
          { label: t('parked_called'), value: <When at={call.calledAt} /> },
          { label: t('parked_answer'), value: answer },
          ...factsOf(t, call),
        ]}
      />
      <Alert type="info" showIcon title={t(`parked_hint_${call.kind}`, { who })} />
    </div>
  )
}

type Text = ReturnType<typeof useText<typeof texts.keys>>

/** Which facts help to decide. */
function factsOf(t: Text, call: ParkedCall) {
  if (call.kind === 'welcome') return welcomeFacts(t, call)
  return call.kind === 'mass' ? massFacts(t, call) : [untilFact(t, call)]
}

/** A mass send is asked after in WeCom's list of tasks. */
function massFacts(t: Text, call: ParkedCall) {
  return [
    { label: t('parked_looks'), value: t('parked_times', { count: call.looks }) },
    { label: t('parked_task'), value: call.remoteId ?? t('parked_no_task') },
    untilFact(t, call),
  ]
}

function untilFact(t: Text, { sendableUntil }: ParkedCall) {
  const value = sendableUntil === null ? t('parked_too_late') : <When at={sendableUntil} />
  return { label: t('parked_until'), value }
}

/** Nobody can be asked after a welcome: it is only tried again, and its code works once. */
function welcomeFacts(t: Text, call: ParkedCall) {
  return [
    { label: t('parked_tried'), value: t('parked_times', { count: call.looks + 1 }) },
    { label: t('parked_until'), value: t('parked_welcome_over') },
  ]
}

function People({ call }: { call: ParkedCall }) {
  const t = useText(texts)
  return (
    <span className="kit-deeds">
      {call.people.map(({ id, name }) => (
        <Go key={id} to={`/customers/${id}`}>
          {name || t('nameless')}
        </Go>
      ))}
      {call.deliveries > call.people.length && <span>{t('parked_more')}</span>}
    </span>
  )
}
