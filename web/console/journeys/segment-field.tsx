import { segment } from '../../../contract/segment-view.ts'
import { useLoad } from '../../ui/index.ts'
import { SegmentPicker } from '../segments/segment-picker.tsx'
import { Field } from './field.tsx'

/** A segment by its name, with how many are in it. `liveOnly`: people have to come in by it. */
export function SegmentField({
  label,
  segmentId,
  liveOnly = false,
  onChange,
}: {
  label: string
  segmentId: string
  liveOnly?: boolean
  onChange: (segmentId: string) => void
}) {
  const chosen = useLoad(`/api/segments/${segmentId}`, segment, { enabled: segmentId !== '' })
  return (
    <Field label={label}>
      {() => (
        <SegmentPicker
          value={segmentId}
          named={chosen.data?.name}
          liveOnly={liveOnly}
          onChange={(id) => onChange(id)}
        />
      )}
    </Field>
  )
}
