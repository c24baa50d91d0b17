import { Select } from 'antd'
import { useState } from 'react'
import { customerPage } from '../../../contract/customer.ts'
import { Card, Go, useLoad, useText } from '../../ui/index.ts'
import { MaySendCard } from './may-send-card.tsx'
import { texts } from './may-send-text.ts'

const SHOWN = 8

/** Anybody, looked up: what may be sent to them now, and why not. */
export function AskCard() {
  const t = useText(texts)
  const [search, setSearch] = useState('')
  const [id, setId] = useState<string>()
  const found = useLoad('/api/customers', customerPage, {
    query: { limit: SHOWN, ...(search === '' ? {} : { search }) },
  })
  const options = (found.data?.items ?? []).map((one) => ({
    value: one.id,
    label: `${one.name || t('nameless')} · ${one.no}`,
  }))
  return (
    <>
      <Card title={t('ask')}>
        <p className="kit-soft">{t('ask_help')}</p>
        <div className="kit-deeds">
          <Select
            className="kit-filter"
            aria-label={t('ask_hint')}
            placeholder={t('ask_hint')}
            showSearch
            filterOption={false}
            onSearch={setSearch}
            onChange={setId}
            value={id ?? null}
            options={options}
          />
          {id !== undefined && <Go to={`/customers/${id}`}>{t('open')}</Go>}
        </div>
      </Card>
      {id !== undefined && <MaySendCard customerId={id} />}
    </>
  )
}
