import { Select } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { useLoad, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const found = z.object({
  items: z.array(z.object({ id: z.string(), no: z.number(), name: z.string().nullable() })),
})
const FOUND_MAX = 20

export type Picked = { value: string; label: string }

/** Customers found by name, pinyin or phone; several when `isMany`. */
export function PersonField({
  label,
  picked,
  isMany = false,
  onPick,
}: {
  label: string
  picked: Picked[]
  isMany?: boolean
  onPick: (picked: Picked[]) => void
}) {
  const t = useText(texts)
  const [search, setSearch] = useState('')
  const load = useLoad('/api/customers', found, { query: { search, limit: FOUND_MAX } })
  const options = (load.data?.items ?? []).map(({ id, no, name }) => ({
    value: id,
    label: name ? `${name} · ${no}` : `${t('nameless')} · ${no}`,
  }))
  return (
    <Select<Picked[] | Picked>
      labelInValue
      allowClear
      aria-label={label}
      style={{ width: '100%' }}
      {...(isMany ? { mode: 'multiple' as const } : {})}
      placeholder={label}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      loading={load.isLoading}
      value={isMany ? picked : (picked[0] ?? [])}
      options={options}
      onChange={(next) => onPick([next ?? []].flat())}
    />
  )
}
