import { Button, Form, Input } from 'antd'
import { welcomeVariables } from '../../../contract/acquisition.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const CHARACTERS_MAX = 1_000

/** Words of a welcome, with buttons for what is filled in for each person. */
export function WordsField({ name }: { name: 'welcomeNew' | 'welcomeReturning' }) {
  const t = useText(texts)
  const form = Form.useFormInstance()
  const isNew = name === 'welcomeNew'
  const insert = (variable: string) => {
    const before = String(form.getFieldValue(name) ?? '')
    form.setFieldValue(name, `${before}{{${variable}}}`)
    form.focusField(name)
  }
  return (
    <>
      <Form.Item
        name={name}
        label={t(isNew ? 'welcome_new' : 'welcome_returning')}
        extra={t(isNew ? 'welcome_new_help' : 'welcome_returning_help')}
      >
        <Input.TextArea
          autoSize={{ minRows: 3, maxRows: 10 }}
          maxLength={CHARACTERS_MAX}
          showCount
        />
      </Form.Item>
      <Form.Item>
        <div className="kit-deeds">
          <span className="kit-soft">{t('welcome_insert')}</span>
          {welcomeVariables.map((variable) => (
            <Button key={variable} size="small" onClick={() => insert(variable)}>
              {t(`variable_${variable}`)}
            </Button>
          ))}
        </div>
      </Form.Item>
    </>
  )
}
