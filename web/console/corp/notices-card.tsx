import { Button } from 'antd'
import { z } from 'zod'
import { type CorpNotice, corpNotices } from '../../../contract/notice.ts'
import {
  api,
  Card,
  Day,
  Go,
  useDeed,
  useFormat,
  useLoad,
  useMay,
  useText,
  When,
} from '../../ui/index.ts'
import { noticeTexts } from './notice-text.ts'

const PATH = '/api/corp-notices'
const done = z.object({ ok: z.literal(true) })
/** What happens in WeCom shows here within two seconds. */
const LIVE_MS = 2_000

/** What WeCom told that somebody has to see to. Nothing is shown while there is nothing. @param company null: of all of them. */
export function NoticesCard({ company = null }: { company?: string | null }) {
  const t = useText(noticeTexts)
  const load = useLoad(PATH, corpNotices, { every: LIVE_MS })
  const settle = useDeed((id: string) => api.put(`${PATH}/${id}/settlement`, done), {
    refresh: [PATH, '/api/overview'],
  })
  const maySettle = useMay('customers.write')
  const items = load.data?.items.filter((one) => company === null || one.company === company) ?? []
  if (items.length === 0) return null
  return (
    <Card title={t('notices')}>
      <div className="kit-stack">
        <p className="kit-soft">{t('notices_what')}</p>
        <ul className="kit-stack">
          {items.map((notice) => (
            <li key={notice.id}>
              <div className="kit-deeds">
                <strong>
                  <Says notice={notice} />
                </strong>
                {maySettle && (
                  <Button
                    size="small"
                    loading={settle.isBusy}
                    onClick={() => settle.run(notice.id)}
                  >
                    {t('notice_settle')}
                  </Button>
                )}
              </div>
              <div>{t(`next_${notice.kind}`)}</div>
              <div className="kit-soft">
                <When at={notice.toldAt} />
              </div>
            </li>
          ))}
        </ul>
      </div>
    </Card>
  )
}

function Says({ notice }: { notice: CorpNotice }) {
  const t = useText(noticeTexts)
  const format = useFormat()
  switch (notice.kind) {
    case 'quota_expiring':
      return t.rich('notice_quota_expiring', {
        count: notice.quota ?? 0,
        at:
          notice.expiresAt === null ? (
            t('notice_soon')
          ) : (
            <Day on={format.dayOf(notice.expiresAt)} />
          ),
      })
    case 'link_unavailable':
    case 'link_deleted':
      return t(`notice_${notice.kind}`, { link: notice.linkId ?? '' })
    case 'transfer_failed':
      return <Failed notice={notice} />
    default:
      return t(`notice_${notice.kind}`)
  }
}

function Failed({ notice: { customer, associate, reason } }: { notice: CorpNotice }) {
  const t = useText(noticeTexts)
  const who = customer ? <Go to={`/customers/${customer.id}`}>{customer.name}</Go> : t('somebody')
  const taker = associate?.name ?? t('somebody')
  if (reason === 'customer_refused') return t.rich('notice_refused', { who, taker })
  if (reason === 'customer_limit_exceed') return t.rich('notice_full', { who, taker })
  return t.rich('notice_transfer_failed', { who, taker, reason })
}
