import { App, Button, Form, Input, InputNumber, Modal, Radio, Select } from 'antd'
import { z } from 'zod'
import {
  type NewProduct,
  type ProductDetail,
  type ProductUse,
  productUses,
} from '../../../contract/product.ts'
import { tagGroups } from '../../../contract/tag.ts'
import { api, useDeed, useLoad, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const PATH = '/api/products'
const FEN = 100
const made = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })

type SkuFields = { name?: string; code?: string; yuan?: number | null; stock?: number | null }
type Fields = {
  name: string
  category: string
  pictureUrl: string
  linkUrl: string
  use: ProductUse
  packDays: number | null
  tagIds: string[]
  skus: SkuFields[]
}

/** One product, new or anew. */
export function ProductModal({
  row,
  onClose,
  onMade,
}: {
  row?: ProductDetail
  onClose: () => void
  onMade?: (id: string) => void
}) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const refresh = [PATH]
  const make = useDeed((wanted: NewProduct) => api.post(PATH, made, wanted), {
    refresh,
    done: ({ id }, { name }) => {
      void message.success(t('made', { name }))
      onClose()
      onMade?.(id)
    },
  })
  const change = useDeed((wanted: NewProduct) => api.put(`${PATH}/${row?.id}`, done, wanted), {
    refresh,
    done: () => {
      onClose()
      void message.success(t('saved'))
    },
  })
  const address = { type: 'url' as const, message: t('bad_url') }
  return (
    <Modal
      open
      width={720}
      title={t(row ? 'edit' : 'add')}
      okText={t(row ? 'save' : 'add')}
      confirmLoading={make.isBusy || change.isBusy}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={fieldsOf(row)}
        onFinish={(fields) => (row ? change : make).run(bodyOf(fields))}
      >
        <Form.Item
          name="name"
          label={t('name')}
          rules={[{ required: true, whitespace: true, message: t('needed') }]}
        >
          <Input maxLength={120} autoFocus />
        </Form.Item>
        <Form.Item name="category" label={t('category')}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item label={t('skus')} extra={t('stock_hint')}>
          <SkuFields />
        </Form.Item>
        <Form.Item name="linkUrl" label={t('link')} extra={t('link_help')} rules={[address]}>
          <Input maxLength={1_500} placeholder="https://" />
        </Form.Item>
        <Form.Item name="pictureUrl" label={t('picture')} rules={[address]}>
          <Input maxLength={1_500} placeholder="https://" />
        </Form.Item>
        <Form.Item name="use" label={t('use')} extra={t('use_help')}>
          <Radio.Group
            options={productUses.map((value) => ({ value, label: t(`use_${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="packDays" label={t('pack_days')} extra={t('pack_days_help')}>
          <InputNumber min={1} max={1_000} precision={0} />
        </Form.Item>
        <TagsField />
      </Form>
    </Modal>
  )
}

function SkuFields() {
  const t = useText(texts)
  return (
    <Form.List name="skus">
      {(fields, { add, remove }) => (
        <div className="kit-stack">
          {fields.map(({ key, name }) => (
            <div key={key} className="kit-deeds">
              <Form.Item name={[name, 'name']} noStyle>
                <Input maxLength={60} placeholder={t('sku_name')} aria-label={t('sku_name')} />
              </Form.Item>
              <Form.Item name={[name, 'code']} noStyle>
                <Input maxLength={64} placeholder={t('sku_code')} aria-label={t('sku_code')} />
              </Form.Item>
              <Form.Item name={[name, 'yuan']} noStyle>
                <InputNumber
                  min={0}
                  max={1_000_000}
                  precision={2}
                  prefix="¥"
                  placeholder={t('price')}
                  aria-label={t('price')}
                />
              </Form.Item>
              <Form.Item name={[name, 'stock']} noStyle>
                <InputNumber
                  min={0}
                  max={10_000_000}
                  precision={0}
                  placeholder={t('stock')}
                  aria-label={t('stock')}
                />
              </Form.Item>
              <Button size="small" onClick={() => remove(name)}>
                {t('sku_remove')}
              </Button>
            </div>
          ))}
          <div>
            <Button size="small" onClick={() => add({})}>
              {t('sku_add')}
            </Button>
          </div>
        </div>
      )}
    </Form.List>
  )
}

function TagsField() {
  const t = useText(texts)
  const groups = useLoad('/api/tag-groups', tagGroups)
  const options = (groups.data?.items ?? [])
    .filter(({ archivedAt }) => archivedAt === null)
    .map((group) => ({
      label: group.name,
      options: group.tags.map(({ id, name }) => ({ value: id, label: name })),
    }))
  return (
    <Form.Item name="tagIds" label={t('tags')} extra={t('tags_help')}>
      <Select mode="multiple" options={options} optionFilterProp="label" maxCount={10} />
    </Form.Item>
  )
}

function fieldsOf(row: ProductDetail | undefined): Fields {
  return {
    name: row?.name ?? '',
    category: row?.category ?? '',
    pictureUrl: row?.pictureUrl ?? '',
    linkUrl: row?.linkUrl ?? '',
    use: row?.use ?? 'unknown',
    packDays: row?.packDays ?? null,
    tagIds: row?.tags.map(({ id }) => id) ?? [],
    skus: row?.skus.map(({ name, code, price, stock }) => ({
      ...{ name, code, stock },
      yuan: price === null ? null : price / FEN,
    })) ?? [{}],
  }
}

function bodyOf({ pictureUrl, linkUrl, skus, ...fields }: Fields): NewProduct {
  const written = skus.map(({ name = '', code = '', yuan = null, stock = null }) => ({
    ...{ name: name.trim(), code: code.trim(), stock },
    price: yuan === null ? null : Math.round(yuan * FEN),
  }))
  return {
    ...fields,
    pictureUrl: pictureUrl.trim() || null,
    linkUrl: linkUrl.trim() || null,
    skus: written.filter(
      ({ name, code, price, stock }) => name || code || price !== null || stock !== null,
    ),
  }
}
