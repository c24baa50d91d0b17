import { App, Button } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { type LedgerMonth, ledgerMonths } from '../../../contract/ledger.ts'
import {
  api,
  Card,
  Go,
  Loaded,
  TypedConfirm,
  useDeed,
  useFormat,
  useLoad,
  useMay,
  useText,
  useWhen,
} from '../../ui/index.ts'
import { SumTable } from './sum-table.tsx'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })
const HASH_SHOWN = 16

/** Month by month: what stood at the end, and whether it is closed. */
export function Months() {
  const t = useText(texts)
  const load = useLoad('/api/ledger/months', ledgerMonths)
  return (
    <Loaded load={load} shape="list">
      {({ items }) => (
        <div className="kit-stack">
          {items.length === 0 && <p className="kit-soft">{t('months_none')}</p>}
          {items.map((one) => (
            <Month key={one.month} one={one} />
          ))}
        </div>
      )}
    </Loaded>
  )
}

function Month({ one }: { one: LedgerMonth }) {
  const t = useText(texts)
  const format = useFormat()
  return (
    <Card title={one.month} extra={<Closing one={one} />}>
      <p className="kit-soft">
        <Go to={`/ledger?tab=entries&month=${one.month}`}>
          {t('transfers')} {format.count(one.transfers)}
        </Go>
        {one.chainHash && ` · ${t('chain_hash', { hash: one.chainHash.slice(0, HASH_SHOWN) })}`}
      </p>
      <SumTable sums={one.totals} />
    </Card>
  )
}

function Closing({ one: { month, closedAt, closedBy, mayClose } }: { one: LedgerMonth }) {
  const t = useText(texts)
  const when = useWhen()
  const mayWrite = useMay('rewards.write')
  const { message } = App.useApp()
  const [isOpen, setOpen] = useState(false)
  const close = useDeed(() => api.put(`/api/ledger/months/${month}/closing`, done), {
    refresh: ['/api/ledger'],
    done: () => {
      setOpen(false)
      void message.success(t('closed', { month }))
    },
  })
  if (closedAt !== null)
    return (
      <span className="kit-soft">
        {t('closed_by', { who: closedBy ?? t('someone'), when: when(closedAt) })}
      </span>
    )
  if (!mayClose) return <span className="kit-soft">{t('not_over')}</span>
  if (!mayWrite) return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('close')}</Button>
      <TypedConfirm
        open={isOpen}
        what={month}
        deed={t('close')}
        title={t('close')}
        isBusy={close.isBusy}
        onCancel={() => setOpen(false)}
        onConfirm={() => close.run(undefined)}
      >
        {t('close_help', { month })}
      </TypedConfirm>
    </>
  )
}
