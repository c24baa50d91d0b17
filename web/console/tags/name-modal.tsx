import { Input, Modal } from 'antd'
import { useState } from 'react'

const NAME_CHARACTERS_MAX = 60

/** Asks for one name. */
export function NameModal({
  title,
  label,
  name: before = '',
  isBusy = false,
  onName,
  onCancel,
}: {
  title: string
  label: string
  name?: string
  isBusy?: boolean
  onName: (name: string) => void
  onCancel: () => void
}) {
  const [name, setName] = useState(before)
  const isNamed = name.trim() !== '' && name.trim() !== before
  const say = () => isNamed && onName(name.trim())
  return (
    <Modal
      open
      title={title}
      okText={title}
      okButtonProps={{ disabled: !isNamed }}
      confirmLoading={isBusy}
      onOk={say}
      onCancel={onCancel}
    >
      <Input
        value={name}
        maxLength={NAME_CHARACTERS_MAX}
        placeholder={label}
        aria-label={label}
        onChange={(event) => setName(event.target.value)}
        onPressEnter={say}
      />
    </Modal>
  )
}
