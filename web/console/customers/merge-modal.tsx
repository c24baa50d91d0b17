import { Modal, Select } from 'antd'
import { useState } from 'react'
import { type CustomerRow, customerRow, type Person } from '../../../contract/customer.ts'
import { useList, useText } from '../../ui/index.ts'
import { texts } from './text.ts'
import { useCalled } from './words.ts'

const CHOICES = 20

/** Finds the other customer who is the same person. */
export function MergeModal({
  person,
  isBusy,
  onMerge,
  onCancel,
}: {
  person: Person
  isBusy: boolean
  onMerge: (otherId: string) => void
  onCancel: () => void
}) {
  const t = useText(texts)
  const called = useCalled()
  const [search, setSearch] = useState('')
  const [otherId, setOtherId] = useState<string>()
  const found = useList('/api/customers', customerRow, { search, limit: CHOICES })
  const label = (row: CustomerRow) =>
    [`#${row.no}`, called(row), ...row.identities.map(({ masked }) => masked)].join(' · ')
  return (
    <Modal
      open
      title={t('deed_merge')}
      okText={t('merge_deed')}
      okButtonProps={{ disabled: otherId === undefined }}
      confirmLoading={isBusy}
      onOk={() => otherId !== undefined && onMerge(otherId)}
      onCancel={onCancel}
    >
      <p>{t('merge_what')}</p>
      <Select
        className="kit-filter"
        showSearch={{ filterOption: false, onSearch: setSearch }}
        placeholder={t('merge_search')}
        aria-label={t('merge_search')}
        value={otherId ?? null}
        onChange={(id) => setOtherId(id ?? undefined)}
        options={found.rows
          .filter(({ id }) => id !== person.id)
          .map((row) => ({ value: row.id, label: label(row) }))}
      />
    </Modal>
  )
}
