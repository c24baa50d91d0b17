import { Select } from 'antd'
import { useState } from 'react'
import { segmentRow } from '../../../contract/segment-view.ts'
import { useFormat, useList, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const CHOICES = 50

/**
 * Chooses a segment by its name. `liveOnly`: what starts by people coming in needs one that is kept up. `except` may not be
 * chosen: the segment that is being edited. `named` is the name of what is chosen, for before the list is there.
 */
export function SegmentPicker({
  value,
  named,
  except,
  liveOnly = false,
  onChange,
}: {
  value: string
  named?: string | undefined
  except?: string | undefined
  liveOnly?: boolean
  onChange: (id: string, name: string) => void
}) {
  const t = useText(texts)
  const format = useFormat()
  const [search, setSearch] = useState('')
  const found = useList('/api/segments', segmentRow, {
    search,
    limit: CHOICES,
    sort: 'name',
    ...(liveOnly ? { state: 'live' } : {}),
  })
  const choices = found.rows
    .filter(({ id }) => id !== except)
    .map(({ id, name, size }) => ({
      value: id,
      name,
      label: size === null ? name : t('picked', { name, count: format.count(size) }),
    }))
  const isListed = choices.some((choice) => choice.value === value)
  const kept =
    value === '' || isListed ? [] : [{ value, name: named ?? value, label: named ?? value }]
  return (
    <Select<string, { value: string; name: string; label: string }>
      aria-label={t('pick')}
      className="segment-values"
      showSearch={{ filterOption: false, onSearch: setSearch }}
      placeholder={t('pick')}
      loading={found.isLoading}
      value={value === '' ? null : value}
      notFoundContent={t('pick_nothing')}
      onChange={(id) => onChange(id, choices.find((choice) => choice.value === id)?.name ?? '')}
      options={[...kept, ...choices]}
    />
  )
}
