import { App, DatePicker, Form, Input, InputNumber, Modal, Radio, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { z } from 'zod'
import { contactWays, sources } from '../../../contract/acquisition.ts'
import { claimRules, type Hook, hookKinds, STOCK_MAX } from '../../../contract/hook.ts'
import { api, useDeed, useLoad, useText } from '../../ui/index.ts'
import { hookTexts } from './hook-text.ts'

type Fields = {
  name: string
  pain: string
  kind: Hook['kind']
  rule: Hook['rule']
  sourceId?: string
  wayId?: string
  title: string
  words?: string
  url?: string
  limited: 'unlimited' | 'stock' | 'with_codes'
  stock?: number
  codes?: string
  until?: Dayjs | null
}
const PATH = '/api/hooks'
const ON = 'YYYY-MM-DD'
const WAYS_SHOWN = 200
const LIMITS = ['unlimited', 'stock', 'with_codes'] as const
const saved = z.union([z.object({ id: z.string() }), z.object({ ok: z.literal(true) })])

/** A hook, new or changed: the pain first, then what answers it, then who may have it. */
export function HookModal({ hook, onClose }: { hook: Hook | 'new'; onClose: () => void }) {
  const t = useText(hookTexts)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const save = useDeed(
    (fields: Fields) =>
      hook === 'new'
        ? api.post(PATH, saved, newOf(fields))
        : api.patch(`${PATH}/${hook.id}`, saved, changeOf(fields)),
    {
      refresh: [PATH],
      done: () => {
        onClose()
        void message.success(t('saved'))
      },
    },
  )
  const rules = [{ required: true, whitespace: true, message: t('needed') }]
  return (
    <Modal
      open
      width={640}
      title={hook === 'new' ? t('hook_new') : t('hook_edit_title', { name: hook.name })}
      okText={t('save')}
      confirmLoading={save.isBusy}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={fieldsOf(hook)}
        onFinish={save.run}
      >
        <Form.Item name="pain" label={t('pain')} rules={rules}>
          <Input maxLength={200} placeholder={t('pain_hint')} autoFocus />
        </Form.Item>
        <Form.Item name="name" label={t('name')} rules={rules}>
          <Input maxLength={60} />
        </Form.Item>
        {hook === 'new' && (
          <Form.Item name="kind" label={t('kind')}>
            <Radio.Group
              options={hookKinds.map((one) => ({ value: one, label: t(`kind_${one}`) }))}
            />
          </Form.Item>
        )}
        <Form.Item name="title" label={t('title')} rules={rules}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="words" label={t('words')}>
          <Input.TextArea maxLength={1_000} autoSize={{ minRows: 2 }} />
        </Form.Item>
        <Form.Item
          name="url"
          label={t('url')}
          extra={t('url_help')}
          rules={[{ pattern: /^https?:\/\/\S+$/, message: t('url_wrong') }]}
        >
          <Input maxLength={2_000} inputMode="url" />
        </Form.Item>
        <Form.Item name="rule" label={t('rule')} extra={t('rule_help')}>
          <Radio.Group
            options={claimRules.map((one) => ({ value: one, label: t(`rule_${one}`) }))}
          />
        </Form.Item>
        <Where isNew={hook === 'new'} />
        {hook === 'new' && <Limit />}
        <Form.Item name="until" label={t('until')}>
          <DatePicker />
        </Form.Item>
      </Form>
    </Modal>
  )
}

function Where({ isNew }: { isNew: boolean }) {
  const t = useText(hookTexts)
  const known = useLoad('/api/sources', sources)
  const ways = useLoad('/api/contact-ways', contactWays, { query: { limit: WAYS_SHOWN } })
  return (
    <>
      <Form.Item name="wayId" label={t('way')} extra={t('way_help')}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={(ways.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      {isNew && (
        <Form.Item name="sourceId" label={t('source')} extra={t('source_help')}>
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            options={(known.data?.items ?? [])
              .filter(({ archivedAt }) => archivedAt === null)
              .map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
      )}
    </>
  )
}

function Limit() {
  const t = useText(hookTexts)
  const limited = Form.useWatch<Fields['limited'] | undefined>('limited')
  return (
    <>
      <Form.Item name="limited" label={t('limited')}>
        <Radio.Group options={LIMITS.map((one) => ({ value: one, label: t(one) }))} />
      </Form.Item>
      {limited === 'stock' && (
        <Form.Item
          name="stock"
          label={t('stock_count')}
          rules={[{ required: true, message: t('needed') }]}
        >
          <InputNumber min={1} max={STOCK_MAX} precision={0} changeOnWheel={false} />
        </Form.Item>
      )}
      {limited === 'with_codes' && (
        <Form.Item
          name="codes"
          label={t('codes')}
          rules={[{ required: true, whitespace: true, message: t('needed') }]}
        >
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} />
        </Form.Item>
      )}
    </>
  )
}

function fieldsOf(hook: Hook | 'new'): Partial<Fields> {
  if (hook === 'new') return { kind: 'file', rule: 'friend', limited: 'unlimited' }
  const { name, pain, kind, rule, way, asset, untilOn } = hook
  return {
    ...{ name, pain, kind, rule },
    ...(way ? { wayId: way.id } : {}),
    title: asset.title,
    words: asset.words,
    url: asset.url ?? '',
    until: untilOn === null ? null : dayjs(untilOn),
  }
}

function changeOf({ name, pain, rule, wayId, title, words, url, until }: Fields) {
  return {
    ...{ name, pain, rule },
    wayId: wayId ?? null,
    untilOn: until?.format(ON) ?? null,
    asset: { title, words: words ?? '', url: url === undefined || url === '' ? null : url },
  }
}

function newOf(fields: Fields) {
  const { kind, sourceId, limited, stock, codes } = fields
  return {
    ...changeOf(fields),
    kind,
    sourceId: sourceId ?? null,
    stock: limited === 'stock' ? (stock ?? null) : null,
    codes: limited === 'with_codes' ? linesOf(codes ?? '') : [],
  }
}

/** One a line, empty lines left out. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
