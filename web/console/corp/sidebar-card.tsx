import { Alert } from 'antd'
import type { Corp } from '../../../contract/corp.ts'
import { Card, CopyText, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** How the sidebar gets beside the chats: the address to enter in WeCom, and where. */
export function SidebarCard({ corp }: { corp: Corp }) {
  const t = useText(texts)
  const { origin, host } = new URL(corp.callbackUrl)
  return (
    <Card title={t('sidebar')}>
      <div className="kit-stack">
        <p className="kit-soft">{t('sidebar_what')}</p>
        {corp.agentId === null && <Alert type="warning" showIcon title={t('sidebar_no_agent')} />}
        <div>
          <div className="kit-soft">{t('sidebar_url')}</div>
          <CopyText text={`${origin}/sidebar?corp=${corp.id}`} />
        </div>
        <p>{t('sidebar_where')}</p>
        <p>{t('sidebar_domain', { host })}</p>
      </div>
    </Card>
  )
}
