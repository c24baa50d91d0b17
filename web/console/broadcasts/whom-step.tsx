import { Button, Input } from 'antd'
import { type BroadcastCheck, EXCLUDED_MAX } from '../../../contract/broadcast.ts'
import { type Load, useText } from '../../ui/index.ts'
import { Field } from '../journeys/field.tsx'
import { SegmentField } from '../journeys/segment-field.tsx'
import { texts } from './text.ts'
import type { Draft } from './use-autosave.ts'

/** Who is meant: a segment without those of others, with how many that are now. */
export function WhomStep({ draft, check }: { draft: Draft; check: Load<BroadcastCheck> }) {
  const t = useText(texts)
  const { segmentId, excludeSegmentIds } = draft.plan
  const putExcluded = (next: string[]) => draft.change({ excludeSegmentIds: next })
  return (
    <div className="kit-stack">
      <Field label={t('name')}>
        {(id) => (
          <Input
            id={id}
            value={draft.name}
            maxLength={60}
            onChange={({ target }) => draft.rename(target.value)}
          />
        )}
      </Field>
      <SegmentField
        label={t('segment')}
        segmentId={segmentId}
        onChange={(id) => draft.change({ segmentId: id })}
      />
      {excludeSegmentIds.map((one, at) => (
        <div key={one === '' ? `new-${at}` : one} className="kit-deeds">
          <SegmentField
            label={t('exclude')}
            segmentId={one}
            onChange={(id) => putExcluded(excludeSegmentIds.map((was, i) => (i === at ? id : was)))}
          />
          <Button onClick={() => putExcluded(excludeSegmentIds.filter((_, i) => i !== at))}>
            {t('remove')}
          </Button>
        </div>
      ))}
      {excludeSegmentIds.length < EXCLUDED_MAX && (
        <div>
          <Button onClick={() => putExcluded([...excludeSegmentIds, ''])}>
            {t('exclude_add')}
          </Button>
        </div>
      )}
      <p role="status">
        {segmentId === '' && t('whom_none')}
        {segmentId !== '' && !check.data && t('whom_counting')}
        {segmentId !== '' && check.data && t('whom_count', check.data)}
      </p>
    </div>
  )
}
