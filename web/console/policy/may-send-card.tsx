import { Tag } from 'antd'
import { purposes, spokenCarriers } from '../../../contract/delivery.ts'
import { type MaySend, maySend } from '../../../contract/may-send.ts'
import { Card, Explain, Loaded, PlainTable, useLoad, useText, useWhen } from '../../ui/index.ts'
import { texts as deliveryTexts } from '../deliveries/text.ts'
import { useDetail } from '../deliveries/words.tsx'
import { texts } from './may-send-text.ts'

const REFRESH_MS = 15_000

/** What may be sent to one person now, by each way and for each purpose, and why not. */
export function MaySendCard({ customerId }: { customerId: string }) {
  const t = useText(texts)
  const load = useLoad(`/api/customers/${customerId}/may-send`, maySend, { every: REFRESH_MS })
  return (
    <Card title={t('title')} extra={<Explain what={t('title')}>{t('help')}</Explain>}>
      <Loaded load={load} shape="form">
        {(data) => <Table may={data} />}
      </Loaded>
    </Card>
  )
}

function Table({ may: { at, items } }: { may: MaySend }) {
  const t = useText(texts)
  const word = useText(deliveryTexts)
  const when = useWhen()
  const allowed = items.filter(({ reason }) => reason === null).length
  const some = allowed === items.length ? t('sentence_all') : t('sentence_some', { count: allowed })
  return (
    <div className="kit-stack">
      <p>
        {allowed === 0 ? t('sentence_none') : some}{' '}
        <span className="kit-soft">{t('as_of', { when: when(at) })}</span>
      </p>
      <PlainTable
        label={t('title')}
        table={{
          columns: [t('way'), ...purposes.map((purpose) => t(purpose))],
          rows: spokenCarriers.map((carrier) => [
            word(`carrier_${carrier}`),
            ...purposes.map((purpose) => (
              <Answer
                key={purpose}
                item={items.find((one) => one.carrier === carrier && one.purpose === purpose)}
              />
            )),
          ]),
        }}
      />
    </div>
  )
}

function Answer({ item }: { item: MaySend['items'][number] | undefined }) {
  const t = useText(texts)
  const word = useText(deliveryTexts)
  const when = useWhen()
  const detailOf = useDetail()
  if (!item) return null
  if (item.reason === null) return <Tag color="success">{t('yes')}</Tag>
  const figures = detailOf({ reason: item.reason, carrier: item.carrier }, item.detail)
  return (
    <>
      {word(`reason_${item.reason}`)}
      {figures.map((one) => (
        <div key={one} className="kit-soft">
          {one}
        </div>
      ))}
      <div className="kit-soft">
        {item.until === null ? t('never') : t('until', { when: when(item.until) })}
      </div>
    </>
  )
}
