import { Button, Form, Input, Modal } from 'antd'
import type { Person } from '../../../contract/customer.ts'
import { useText } from '../../ui/index.ts'
import { shownValue } from './fields.tsx'
import { texts } from './text.ts'

type Line = { key: string; value?: string }

/** Edits the fields that are plain values; what is emptied is taken away. */
export function FieldsModal({
  open,
  traits,
  isBusy,
  onSave,
  onCancel,
}: {
  open: boolean
  traits: Person['traits']
  isBusy: boolean
  onSave: (traits: Record<string, unknown>) => void
  onCancel: () => void
}) {
  const t = useText(texts)
  const [form] = Form.useForm<{ lines: Line[] }>()
  const plain = traits.filter(({ value }) => typeof value !== 'object')
  const before = new Map(plain.map(({ key, value }) => [key, shownValue(value)]))
  const lines = [...new Set(['name', ...before.keys()])].map((key) => ({
    key,
    value: before.get(key) ?? '',
  }))
  const save = ({ lines: edited }: { lines: Line[] }) => {
    const changed = edited.filter(({ key, value = '' }) => (before.get(key) ?? '') !== value)
    onSave(
      Object.fromEntries(
        changed.map(({ key, value = '' }) => [key.trim(), value === '' ? null : value]),
      ),
    )
  }
  return (
    <Modal
      open={open}
      title={t('deed_fields')}
      okText={t('field_save')}
      confirmLoading={isBusy}
      onOk={form.submit}
      onCancel={onCancel}
      destroyOnHidden
    >
      <Form form={form} preserve={false} initialValues={{ lines }} onFinish={save}>
        <Form.List name="lines">
          {(rows, { add }) => (
            <div className="kit-stack">
              {rows.map((row) => (
                <div key={row.key} className="kit-deeds">
                  <Form.Item
                    name={[row.name, 'key']}
                    noStyle
                    rules={[{ required: true, message: t('field_key') }]}
                  >
                    <Input
                      aria-label={t('field_key')}
                      placeholder={t('field_key')}
                      maxLength={100}
                      readOnly={row.name < lines.length}
                    />
                  </Form.Item>
                  <Form.Item name={[row.name, 'value']} noStyle>
                    <Input aria-label={t('field_value')} placeholder={t('field_value')} />
                  </Form.Item>
                </div>
              ))}
              <Button onClick={() => add({ key: '', value: '' })}>{t('field_add')}</Button>
            </div>
          )}
        </Form.List>
      </Form>
    </Modal>
  )
}
