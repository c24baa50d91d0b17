import { Alert, Button } from 'antd'
import { z } from 'zod'
import type { Journey } from '../../../contract/journey-view.ts'
import { api, Go, useDeed, useMay, useText, useWhen } from '../../ui/index.ts'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })

/** A launch that waits for a second person, or was refused by one. */
export function ApprovalNote({ journey: { approval } }: { journey: Journey }) {
  const t = useText(texts)
  const when = useWhen()
  const mayWrite = useMay('journeys.write')
  const withdraw = useDeed((id: string) => api.del(`/api/approvals/${id}`, done), {
    refresh: ['/api/journeys', '/api/approvals', '/api/overview'],
  })
  if (!approval) return null
  const { state, isStale, audience, reason } = approval
  if (state === 'refused') {
    const said = { who: approval.decidedBy ?? t('someone'), reason: approval.verdictReason }
    return <Alert type="warning" showIcon title={t('approval_refused', said)} />
  }
  const said = {
    who: approval.askedBy ?? t('someone'),
    when: when(approval.askedAt),
    count: audience,
    reason,
  }
  return (
    <Alert
      type="info"
      showIcon
      title={t(isStale ? 'approval_stale' : 'approval_open', said)}
      action={
        <span className="kit-deeds">
          <Go to="/approvals">{t('approval_see')}</Go>
          {mayWrite && (
            <Button loading={withdraw.isBusy} onClick={() => withdraw.run(approval.id)}>
              {t('approval_withdraw')}
            </Button>
          )}
        </span>
      }
    />
  )
}
