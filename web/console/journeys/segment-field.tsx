import { Select } from 'antd'
import { segmentPage } from '../../../contract/segment-view.ts'
import { useFormat, useLoad, useText } from '../../ui/index.ts'
import { Field } from './field.tsx'
import { texts } from './text.ts'

const SHOWN_MAX = 200

/** A segment by its name, with how many are in it. */
export function SegmentField({
  label,
  segmentId,
  onChange,
}: {
  label: string
  segmentId: string
  onChange: (segmentId: string) => void
}) {
  const t = useText(texts)
  const format = useFormat()
  const load = useLoad('/api/segments', segmentPage, { query: { limit: SHOWN_MAX } })
  const items = load.data?.items ?? []
  return (
    <Field label={label}>
      {(id) => (
        <Select
          id={id}
          style={{ width: '100%' }}
          showSearch={{ optionFilterProp: 'label' }}
          loading={load.isLoading}
          value={segmentId === '' ? null : segmentId}
          placeholder={t('segment')}
          notFoundContent={t('segment_none')}
          options={items.map(({ id: value, name, size }) => ({
            value,
            label: size === null ? name : `${name} · ${format.count(size)}`,
          }))}
          onChange={(value: string | null) => onChange(value ?? '')}
        />
      )}
    </Field>
  )
}
