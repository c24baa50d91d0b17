import { Alert, Button } from 'antd'
import { z } from 'zod'
import type { Broadcast } from '../../../contract/broadcast.ts'
import { api, Go, useDeed, useMay, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })

/** A launch that waits for a second person, or was refused by one. */
export function ApprovalNote({ found: { approval } }: { found: Broadcast }) {
  const t = useText(texts)
  const mayWrite = useMay('journeys.write')
  const withdraw = useDeed((id: string) => api.del(`/api/broadcast-approvals/${id}`, done), {
    refresh: ['/api/broadcasts', '/api/broadcast-approvals', '/api/overview'],
  })
  if (!approval) return null
  const { state, isStale, audience: count, reason } = approval
  if (state === 'refused') {
    const said = { who: approval.decidedBy ?? t('someone'), reason: approval.verdictReason }
    return <Alert type="warning" showIcon title={t('approval_refused', said)} />
  }
  const said = { who: approval.askedBy ?? t('someone'), count, reason }
  return (
    <Alert
      type="info"
      showIcon
      title={t(isStale ? 'approval_stale' : 'approval_waiting', said)}
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
