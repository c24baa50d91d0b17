import { CopyOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useText } from './language.ts'
import { texts } from './text.ts'

/** A code or key that people copy. Selecting by hand works too, since the clipboard needs https or this machine. */
export function CopyText({ text }: { text: string }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const copy = () => {
    navigator.clipboard?.writeText(text).then(
      () => void message.success(t('copied')),
      () => undefined,
    )
  }
  return (
    <span className="kit-copy">
      <code>{text}</code>
      <Button size="small" icon={<CopyOutlined />} onClick={copy} aria-label={t('copy')} />
    </span>
  )
}
