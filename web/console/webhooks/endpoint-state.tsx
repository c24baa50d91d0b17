import { Tag } from 'antd'
import type { Endpoint } from '../../../contract/webhook.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

export function EndpointState({ endpoint }: { endpoint: Endpoint }) {
  const t = useText(texts)
  if (endpoint.stoppedAt !== null)
    return <Tag color={endpoint.stoppedWhy === 'by_hand' ? 'default' : 'error'}>{t('stopped')}</Tag>
  if (endpoint.failingSince !== null) return <Tag color="warning">{t('failing')}</Tag>
  return <Tag color="success">{t('active')}</Tag>
}
