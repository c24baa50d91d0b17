import { Button, Form, Modal, Select } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { type ProductDetail, products } from '../../../contract/product.ts'
import {
  api,
  Card,
  useDeed,
  useLoad,
  useMay,
  useText,
  useUndoToast,
  useWhen,
} from '../../ui/index.ts'
import { texts } from './text.ts'

const PATH = '/api/products'
const made = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const FOUND_MAX = 20

/** Which other product is the same thing; undone with one click. */
export function MergeModal({ row, onClose }: { row: ProductDetail; onClose: () => void }) {
  const t = useText(texts)
  const undo = useUndoToast()
  const [search, setSearch] = useState('')
  const [other, setOther] = useState<{ value: string; label: string }>()
  const found = useLoad(PATH, products, { query: { search, limit: FOUND_MAX } })
  const refresh = [PATH]
  const takeBack = useDeed((id: string) => api.del(`/api/product-merges/${id}`, done), { refresh })
  const merge = useDeed(
    (otherId: string) => api.post(`${PATH}/${row.id}/merges`, made, { otherId }),
    {
      refresh,
      done: ({ id }) => {
        onClose()
        undo({ says: t('merged', { name: other?.label ?? '' }), undo: () => takeBack.run(id) })
      },
    },
  )
  const options = (found.data?.items ?? [])
    .filter(({ id }) => id !== row.id)
    .map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Modal
      open
      title={t('merge')}
      okText={t('merge')}
      okButtonProps={{ disabled: !other }}
      confirmLoading={merge.isBusy}
      onOk={() => other && merge.run(other.value)}
      onCancel={onClose}
    >
      <p className="kit-soft">{t('merge_help')}</p>
      <Form layout="vertical">
        <Form.Item label={t('merge_which')}>
          <Select
            labelInValue
            showSearch={{ filterOption: false, onSearch: setSearch }}
            placeholder={t('search')}
            aria-label={t('merge_which')}
            options={options}
            onChange={setOther}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}

/** What was merged into a product, and the way back. */
export function MergesCard({ row: { merges } }: { row: ProductDetail }) {
  const t = useText(texts)
  const when = useWhen()
  const mayWrite = useMay('customers.write')
  const undo = useDeed((one: { id: string }) => api.del(`/api/product-merges/${one.id}`, done), {
    refresh: [PATH],
  })
  if (merges.length === 0) return null
  return (
    <Card title={t('merges')}>
      <div className="kit-stack">
        {merges.map(({ id, name, at, by }) => (
          <div key={id} className="kit-row">
            <span>
              {name}{' '}
              <span className="kit-soft">
                {t('merge_by', { who: by ?? t('someone'), when: when(at) })}
              </span>
            </span>
            {mayWrite && (
              <Button size="small" loading={undo.isBusy} onClick={() => undo.run({ id })}>
                {t('unmerge')}
              </Button>
            )}
          </div>
        ))}
      </div>
    </Card>
  )
}
