import { Button, Form, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { z } from 'zod'
import {
  agreedCarriers,
  type Consent,
  type ConsentWord,
  consent,
  purposes,
} from '../../../contract/delivery.ts'
import {
  api,
  Card,
  Go,
  Loaded,
  useDeed,
  useHouse,
  useLoad,
  useMay,
  useText,
  useUndoToast,
  When,
} from '../../ui/index.ts'
import { texts } from './text.ts'

const made = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const REASON_MIN = 2
/** Do-not-disturb for so many days; beside it until somebody says otherwise. */
const DAYS = [7, 30, 90]
/** Beyond this it has no end. */
const EVER = '9000-01-01'

/** What a person said about being contacted, how that stands, and writing down what they say now. */
export function ConsentCard({ customerId }: { customerId: string }) {
  const path = `/api/customers/${customerId}/consent`
  const load = useLoad(path, consent)
  return (
    <Loaded load={load} shape="form">
      {(data) => <Stand path={path} customerId={customerId} stand={data} />}
    </Loaded>
  )
}

function Stand({ path, customerId, stand }: { path: string; customerId: string; stand: Consent }) {
  const t = useText(texts)
  const mayWrite = useMay('customers.write')
  const { refused, leaveUntil, openCase, records, refusedCarriers } = stand
  const agreed = stand.agreedCarriers.filter((one) => !refusedCarriers.includes(one))
  const kinds = refused.map((one) => t(`consent_purpose_${one}`)).join(t('list_and'))
  return (
    <Card
      title={t('consent')}
      extra={
        useMay('messages.read') && (
          <Go to={`/deliveries?customerId=${customerId}`}>{t('consent_messages')}</Go>
        )
      }
    >
      <div className="kit-stack">
        {leaveUntil !== null && (
          <p>
            {leaveUntil > EVER ? (
              t('consent_left_ever')
            ) : (
              <>
                {t('consent_left')} <When at={leaveUntil} />
              </>
            )}
          </p>
        )}
        {refused.length > 0 && <p>{t('consent_refused', { what: kinds })}</p>}
        {openCase !== null && (
          <p>
            {t.rich('consent_case', {
              what: <Go to={`/service-cases/${openCase}`}>{t('consent_case_link')}</Go>,
            })}
          </p>
        )}
        {refused.length === 0 && leaveUntil === null && openCase === null && (
          <p>{t('consent_all')}</p>
        )}
        {agreed.map((one) => (
          <p key={one}>{t('consent_channel_yes', { what: t(`consent_channel_${one}`) })}</p>
        ))}
        {refusedCarriers.map((one) => (
          <p key={one}>{t('consent_channel_no', { what: t(`consent_channel_${one}`) })}</p>
        ))}
        {mayWrite && <SayForm path={path} />}
        {records.length > 0 && <Records records={records} path={path} mayWrite={mayWrite} />}
      </div>
    </Card>
  )
}

/** The words that can be written down, by the key of their choice. */
function useChoices(): { value: string; label: string; word: (at: string) => Said }[] {
  const t = useText(texts)
  const days = (at: string, count: number) => dayjs(at).add(count, 'day').toISOString()
  return [
    ...purposes.toReversed().map((purpose) => ({
      value: `out ${purpose}`,
      label: t('consent_out', { what: t(`consent_purpose_${purpose}`) }),
      word: (): Said => ({ kind: 'opt_out', purpose }),
    })),
    ...DAYS.map((count) => ({
      value: `days ${count}`,
      label: t('consent_disturb_days', { count }),
      word: (at: string): Said => ({ kind: 'do_not_disturb', until: days(at, count) }),
    })),
    {
      value: 'ever',
      label: t('consent_disturb'),
      word: (): Said => ({ kind: 'do_not_disturb', until: null }),
    },
    ...purposes.map((purpose) => ({
      value: `in ${purpose}`,
      label: t('consent_in', { what: t(`consent_purpose_${purpose}`) }),
      word: (): Said => ({ kind: 'opt_in', purpose }),
    })),
    ...agreedCarriers.flatMap((carrier) =>
      (['channel_agreed', 'channel_refused'] as const).map((kind) => ({
        value: `${kind} ${carrier}`,
        label: t(kind === 'channel_agreed' ? 'consent_channel_in' : 'consent_channel_out', {
          what: t(`consent_channel_${carrier}`),
        }),
        word: (): Said => ({ kind, carrier }),
      })),
    ),
    {
      value: 'again',
      label: t('consent_again'),
      word: (): Said => ({ kind: 'disturb_again' }),
    },
  ]
}

type WithoutReason<W> = W extends ConsentWord ? Omit<W, 'reason'> : never
type Said = WithoutReason<ConsentWord>

function SayForm({ path }: { path: string }) {
  const t = useText(texts)
  const toast = useUndoToast()
  const house = useHouse()
  const choices = useChoices()
  const [form] = Form.useForm<{ what: string; reason: string }>()
  const undo = useDeed((id: string) => api.del(`/api/consents/${id}`, done), { refresh: [path] })
  const say = useDeed(
    ({ what, reason }: { what: string; reason: string }) => {
      const choice = choices.find(({ value }) => value === what)
      return api.post(path, made, { ...choice?.word(house.now()), reason })
    },
    {
      refresh: [path],
      done: ({ id }, { what }) => {
        form.resetFields()
        const label = choices.find(({ value }) => value === what)?.label ?? ''
        toast({ says: t('consent_recorded', { what: label }), undo: () => undo.run(id) })
      },
    },
  )
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ what: 'out promotion', reason: '' }}
      disabled={say.isBusy}
      onFinish={say.run}
    >
      <Form.Item name="what" label={t('consent_what')}>
        <Select options={choices.map(({ value, label }) => ({ value, label }))} />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('consent_reason')}
        rules={[{ required: true, min: REASON_MIN, message: t('why_needed') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
      <Button htmlType="submit" loading={say.isBusy}>
        {t('consent_record')}
      </Button>
    </Form>
  )
}

function Records({
  records,
  path,
  mayWrite,
}: {
  records: Consent['records']
  path: string
  mayWrite: boolean
}) {
  const t = useText(texts)
  const takeBack = useDeed((id: string) => api.del(`/api/consents/${id}`, done), {
    refresh: [path],
  })
  return (
    <section>
      <h3>{t('consent_history')}</h3>
      <ul>
        {records.map((one) => (
          <li key={one.id}>
            <Recorded record={one} />{' '}
            {one.undoneAt !== null ? (
              <span className="kit-soft">{t('consent_undone')}</span>
            ) : (
              mayWrite && (
                <Button
                  size="small"
                  disabled={takeBack.isBusy}
                  onClick={() => takeBack.run(one.id)}
                >
                  {t('consent_take_back')}
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Recorded({ record }: { record: Consent['records'][number] }) {
  const t = useText(texts)
  const { kind, purpose, carrier, source, until, recordedAt, recordedBy, reason } = record
  const what = purpose === null ? '' : t(`consent_purpose_${purpose}`)
  const way = carrier === null ? '' : t(`consent_channel_${carrier}`)
  const words = {
    channel_agreed: t('consent_channel_in', { what: way }),
    channel_refused: t('consent_channel_out', { what: way }),
    opt_out: t('consent_out', { what }),
    opt_in: t('consent_in', { what }),
    do_not_disturb: t('consent_disturb'),
    disturb_again: t('consent_again'),
  }
  return (
    <>
      {words[kind]}
      {until !== null && (
        <>
          {' '}
          <When at={until} />
        </>
      )}
      {t('list_and')}
      <q>{reason}</q>{' '}
      <span className="kit-soft">
        {t('consent_by', {
          who: recordedBy ?? t(source === 'customer' ? 'customer_themselves' : 'someone'),
        })}{' '}
        <When at={recordedAt} />
      </span>
    </>
  )
}
