import { Alert, App, Button, Form, Input, Modal, Popconfirm, Select, Tag } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import {
  smsTemplateDraft as draftShape,
  type SmsLine,
  type SmsState,
  type SmsTemplate,
  smsKinds,
  type smsTemplateDraft,
} from '../../../contract/sms.ts'
import { api, Card, Empty, Explain, useDeed, useText } from '../../ui/index.ts'
import { PhoneText } from './phone-text.tsx'
import { texts } from './text.ts'

const PATH = '/api/sms-templates'
const REFRESH = ['/api/sms-line', PATH]
const made = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
type Draft = z.infer<typeof smsTemplateDraft>

/** Templates as they were approved: entered, looked at, taken off the list. */
export function TemplatesCard({ state: { templates, line } }: { state: SmsState }) {
  const t = useText(texts)
  const [isAdding, setAdding] = useState(false)
  const add = (
    <Button onClick={() => setAdding(true)} disabled={line === null}>
      {t('template_add')}
    </Button>
  )
  return (
    <Card title={t('templates')} extra={templates.length > 0 && add}>
      <div className="kit-stack">
        <p className="kit-soft">{t('templates_help')}</p>
        {templates.length === 0 && (
          <Empty what={t('templates_none')} why={t('templates_why')} action={add} />
        )}
        {templates.map((template) => (
          <Template key={template.id} template={template} line={line} />
        ))}
      </div>
      {isAdding && line && <AddModal line={line} close={() => setAdding(false)} />}
    </Card>
  )
}

function Template({ template, line }: { template: SmsTemplate; line: SmsLine | null }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const { name, code, kind, text } = template
  const remove = useDeed(() => api.del(`${PATH}/${template.id}`, done), {
    refresh: REFRESH,
    done: () => void message.success(t('template_removed')),
  })
  return (
    <section>
      <div className="kit-deeds">
        <strong>{name}</strong>
        <Tag>{t(`kind_${kind}`)}</Tag>
        <code>{code}</code>
        <Popconfirm
          title={t('template_remove_sure', { name })}
          description={t('template_remove_what')}
          okText={t('template_remove')}
          onConfirm={() => remove.run(undefined)}
        >
          <Button size="small" loading={remove.isBusy}>
            {t('template_remove')}
          </Button>
        </Popconfirm>
      </div>
      <PhoneText
        text={text}
        signName={line?.signName ?? ''}
        isPromotion={kind === 'promotion'}
        liPerSegment={line?.liPerSegment ?? null}
      />
    </section>
  )
}

function AddModal({ line, close }: { line: SmsLine; close: () => void }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [form] = Form.useForm<Draft>()
  const add = useDeed((draft: Draft) => api.post(PATH, made, draft), {
    refresh: REFRESH,
    quiet: true,
    done: () => {
      void message.success(t('template_added'))
      close()
    },
  })
  const text = Form.useWatch('text', form) ?? ''
  const kind = Form.useWatch('kind', form) ?? 'promotion'
  return (
    <Modal
      open
      title={t('template_add')}
      okText={t('template_add')}
      confirmLoading={add.isBusy}
      onOk={() => form.submit()}
      onCancel={close}
    >
      <Form<Draft>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: 'promotion' }}
        disabled={add.isBusy}
        onFinish={add.run}
      >
        <Form.Item
          name="code"
          label={t('template_code')}
          extra={t(`template_code_${line.provider}`)}
          rules={[valid('code', t('template_code_needed'))]}
        >
          <Input autoComplete="off" spellCheck={false} />
        </Form.Item>
        <Form.Item
          name="name"
          label={t('template_name')}
          rules={[valid('name', t('template_name_needed'))]}
        >
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="kind" label={t('template_kind')}>
          <Select options={smsKinds.map((value) => ({ value, label: t(`kind_${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="text"
          label={
            <>
              {t('template_text')}
              <Explain what={t('template_text')}>{t('templates_help')}</Explain>
            </>
          }
          extra={t('template_text_where')}
          rules={[valid('text', t('template_text_needed'))]}
        >
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={500} showCount />
        </Form.Item>
      </Form>
      <PhoneText
        text={text}
        signName={line.signName}
        isPromotion={kind === 'promotion'}
        liPerSegment={line.liPerSegment}
      />
      {add.problem && <Alert type="error" showIcon title={add.problem.message} />}
    </Modal>
  )
}

function valid(name: 'code' | 'name' | 'text', message: string) {
  return {
    message,
    validator: (_rule: unknown, value: string | undefined) =>
      draftShape.shape[name].safeParse(value ?? '').success
        ? Promise.resolve()
        : Promise.reject(new Error(message)),
  }
}
