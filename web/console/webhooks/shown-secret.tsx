import { Alert } from 'antd'
import { CopyText, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** A secret that was just made, as long as the page that made it is open; it is kept nowhere else. */
export function ShownSecret({ secret }: { secret: string | undefined }) {
  const t = useText(texts)
  if (secret === undefined) return null
  return (
    <Alert
      type="success"
      showIcon
      title={t('secret_once')}
      description={<CopyText text={secret} />}
    />
  )
}
