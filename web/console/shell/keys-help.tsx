import { Modal } from 'antd'
import { useActiveKeys, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const SHOWN: Record<string, string> = { 'mod+k': 'Ctrl K', Escape: 'Esc' }

/** The keys that work on the page behind. */
export function KeysHelp({ close }: { close: () => void }) {
  const t = useText(texts)
  const keys = useActiveKeys()
  const first = keys.filter(({ key }, at) => keys.findIndex((one) => one.key === key) === at)
  return (
    <Modal open title={t('help')} footer={null} onCancel={close}>
      <p className="door-alert">{t('help_about')}</p>
      <dl className="keys-list">
        {first.map(({ key, says }) => [
          <dt key={key}>
            <kbd>{SHOWN[key] ?? key}</kbd>
          </dt>,
          <dd key={`${key} says`}>{says}</dd>,
        ])}
      </dl>
    </Modal>
  )
}
