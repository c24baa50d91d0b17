import { Button, Form, type FormItemProps, Input } from 'antd'
import { welcomeVariables } from '../../../contract/acquisition.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const CHARACTERS_MAX = 1_000

/**
 * Words of a welcome, with buttons for what is filled in for each person.
 * @param item its name where it stands. @param path its name in the whole form, if that is another.
 */
export function WordsField({
  item,
  path = item,
  ...more
}: {
  item: string | (string | number)[]
  path?: string | (string | number)[]
} & Pick<FormItemProps, 'label' | 'extra' | 'rules'>) {
  const t = useText(texts)
  const form = Form.useFormInstance()
  const insert = (variable: string) => {
    const before = String(form.getFieldValue(path) ?? '')
    form.setFieldValue(path, `${before}{{${variable}}}`)
    form.focusField(path)
  }
  return (
    <>
      <Form.Item name={item} {...more}>
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

/** The usual words of a code or of the workspace: for who comes first, and for who comes back. */
export function UsualWords() {
  const t = useText(texts)
  return (
    <>
      <WordsField item="welcomeNew" label={t('welcome_new')} extra={t('welcome_new_help')} />
      <WordsField
        item="welcomeReturning"
        label={t('welcome_returning')}
        extra={t('welcome_returning_help')}
      />
    </>
  )
}
