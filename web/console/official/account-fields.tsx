import { Form, Input, Select } from 'antd'
import { officialKinds } from '../../../contract/official.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const APP_ID = /^wx[0-9A-Za-z]{14,18}$/
const SECRET_MIN = 16
const NAME_MAX = 40

/** What an account is connected with. One that is connected already keeps its AppID, and its secret where none is given. */
export function AccountFields({ isNew }: { isNew: boolean }) {
  const t = useText(texts)
  return (
    <>
      <Form.Item
        name="name"
        label={t('name')}
        extra={t('name_what')}
        rules={[{ required: true, message: t('name_needed') }]}
      >
        <Input maxLength={NAME_MAX} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="kind"
        label={t('kind')}
        rules={[{ required: true, message: t('kind_needed') }]}
      >
        <Select options={officialKinds.map((value) => ({ value, label: t(`kind_${value}`) }))} />
      </Form.Item>
      {isNew && (
        <Form.Item
          name="appId"
          label={t('app_id')}
          rules={[{ required: true, pattern: APP_ID, message: t('app_id_needed') }]}
        >
          <Input autoComplete="off" spellCheck={false} />
        </Form.Item>
      )}
      <Form.Item
        name="secret"
        label={t('secret')}
        extra={t('secret_where')}
        rules={[{ required: isNew, min: SECRET_MIN, message: t('secret_needed') }]}
      >
        <Input.Password autoComplete="off" {...(isNew ? {} : { placeholder: t('secret_kept') })} />
      </Form.Item>
    </>
  )
}
