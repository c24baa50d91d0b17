import { Input, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { useText } from './language.ts'
import { texts } from './text.ts'

/** For what cannot be undone: the number or the name has to be typed. `deed` says the deed and the number. */
export function TypedConfirm({
  open,
  title,
  what,
  deed,
  children,
  isBusy = false,
  onConfirm,
  onCancel,
}: {
  open: boolean
  title: string
  what: string
  deed: string
  children?: ReactNode
  isBusy?: boolean
  onConfirm: () => void
  onCancel: () => void
}) {
  const t = useText(texts)
  const [typed, setTyped] = useState('')
  const isRight = typed.trim() === what
  return (
    <Modal
      open={open}
      title={title}
      okText={deed}
      cancelText={t('cancel')}
      okButtonProps={{ danger: true, disabled: !isRight }}
      confirmLoading={isBusy}
      onOk={onConfirm}
      onCancel={onCancel}
      afterClose={() => setTyped('')}
    >
      {children}
      <p>{t('type_to_confirm', { what })}</p>
      <Input
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onPressEnter={() => isRight && onConfirm()}
        aria-label={t('typed_label', { what })}
        autoComplete="off"
        autoFocus
      />
    </Modal>
  )
}
