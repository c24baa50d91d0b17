import { DatePicker, InputNumber, Select } from 'antd'
import dayjs from 'dayjs'
import type { ReactNode } from 'react'
import type { Address } from '../address.ts'
import { useText } from '../language.ts'
import { texts } from '../text.ts'

/**
 * A filter of a list, kept in the address under `key`. `choices` joins its values with commas; `days` and `range` keep
 * `<key>From` / `<key>To` and `<key>Min` / `<key>Max`. `own` draws itself. A rare one waits behind 「更多筛选」 until it is
 * asked for or used.
 */
export type Filter = { isRare?: boolean } & (
  | {
      kind: 'choice' | 'choices'
      key: string
      label: string
      options: readonly { value: string; label: string }[]
    }
  | { kind: 'days'; key: string; label: string }
  | { kind: 'range'; key: string; label: string }
  | { kind: 'own'; key: string; label: string; draw: (address: Address) => ReactNode }
)

/** The names in the address that a filter uses. */
export function namesOf(filter: Filter): string[] {
  if (filter.kind === 'days') return [`${filter.key}From`, `${filter.key}To`]
  if (filter.kind === 'range') return [`${filter.key}Min`, `${filter.key}Max`]
  return [filter.key]
}

export function FilterField({ filter, address }: { filter: Filter; address: Address }) {
  const t = useText(texts)
  const [first = '', second = ''] = namesOf(filter)
  switch (filter.kind) {
    case 'own':
      return filter.draw(address)
    case 'choice':
      return (
        <Select
          className="kit-filter"
          aria-label={filter.label}
          placeholder={t('any')}
          prefix={filter.label}
          allowClear
          value={address.get(filter.key) ?? null}
          onChange={(value) => address.change({ [filter.key]: value ?? undefined })}
          options={[...filter.options]}
        />
      )
    case 'choices':
      return (
        <Select
          className="kit-filter"
          mode="multiple"
          maxTagCount="responsive"
          aria-label={filter.label}
          placeholder={filter.label}
          allowClear
          value={address.get(filter.key)?.split(',') ?? []}
          onChange={(values) => address.change({ [filter.key]: values.join(',') })}
          options={[...filter.options]}
        />
      )
    case 'days':
      return (
        <DatePicker.RangePicker
          className="kit-filter"
          allowEmpty={[true, true]}
          placeholder={[`${filter.label} ${t('from_day')}`, t('to_day')]}
          value={[dayOf(address.get(first)), dayOf(address.get(second))]}
          onChange={(days) =>
            address.change({
              [first]: days?.[0]?.format('YYYY-MM-DD'),
              [second]: days?.[1]?.format('YYYY-MM-DD'),
            })
          }
        />
      )
    case 'range':
      return (
        <span className="kit-range">
          <Bound name={first} label={`${filter.label} ${t('minimum')}`} address={address} />
          <Bound name={second} label={t('maximum')} address={address} />
        </span>
      )
  }
}

function Bound({ name, label, address }: { name: string; label: string; address: Address }) {
  const text = address.get(name)
  return (
    <InputNumber
      aria-label={label}
      placeholder={label}
      value={text === undefined ? null : Number(text)}
      min={0}
      changeOnWheel={false}
      onChange={(value) => address.change({ [name]: value === null ? undefined : String(value) })}
    />
  )
}

function dayOf(text: string | undefined) {
  return text === undefined ? null : dayjs(text)
}
