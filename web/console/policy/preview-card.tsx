import type { z } from 'zod'
import type { policyPreview } from '../../../contract/delivery.ts'
import { useText } from '../../ui/index.ts'
import { texts as deliveryTexts } from '../deliveries/text.ts'
import { texts } from './text.ts'

/** What changed rules would have done to the messages of the last 30 days; nothing before something is changed. */
export function PreviewCard({ preview }: { preview: z.infer<typeof policyPreview> | undefined }) {
  const t = useText(texts)
  const reasonWord = useText(deliveryTexts)
  if (!preview) return <p className="kit-soft">{t('preview_what')}</p>
  if (preview.messages === 0) return <p aria-live="polite">{t('preview_none')}</p>
  const count = preview.refused.reduce((sum, one) => sum + one.count, 0)
  if (count === 0) return <p aria-live="polite">{t('preview_same')}</p>
  return (
    <div className="kit-stack" aria-live="polite">
      <p>
        <strong>{t('preview_refused', { count })}</strong>{' '}
        {t('preview_of', { count: preview.messages })} ·{' '}
        {t('preview_people', { count: preview.peopleSpared })}
      </p>
      <ul>
        {preview.refused.map(({ reason, count: times }) => (
          <li key={reason}>
            {t('reason_of', { reason: reasonWord(`reason_${reason}`), count: times })}
          </li>
        ))}
      </ul>
      <p className="kit-soft">{t('preview_what')}</p>
    </div>
  )
}
