import { App, Button, Form, Input, InputNumber, Modal } from 'antd'
import { useState } from 'react'
import { codeImported, counted, type RewardDetail, type Stock } from '../../../contract/reward.ts'
import {
  api,
  Card,
  Facts,
  PlainTable,
  useDeed,
  useFormat,
  useMay,
  useText,
  When,
} from '../../ui/index.ts'
import { texts } from './text.ts'

type Deed = 'import' | 'generate' | 'add' | 'withdraw'
type Fields = { codes?: string; count?: number; prefix?: string }
const PIECES_MAX = 20_000

/** What there is of it, and how it came there. */
export function StockCard({ row, stock }: { row: RewardDetail; stock: Stock }) {
  const t = useText(texts)
  const format = useFormat()
  const mayWrite = useMay('rewards.write')
  const [deed, setDeed] = useState<Deed>()
  const ways: readonly Deed[] = row.kind === 'coupon' ? ['import', 'generate'] : ['add']
  const names = {
    import: t('import_codes'),
    generate: t('generate'),
    add: t('add_pieces'),
    withdraw: t('withdraw'),
  }
  return (
    <Card title={t('stock_card')}>
      <Facts
        facts={[
          { label: t('stock_initial'), value: format.count(stock.initial) },
          { label: t('stock_free'), value: format.count(stock.free) },
          { label: t('stock_granted'), value: format.count(stock.granted) },
          { label: t('stock_retired'), value: format.count(stock.retired) },
        ]}
      />
      <p className="kit-soft">{t('stock_equal')}</p>
      {mayWrite && (
        <div className="kit-deeds">
          {[...ways, 'withdraw' as const].map((way) => (
            <Button
              key={way}
              disabled={way === 'withdraw' && stock.free === 0}
              onClick={() => setDeed(way)}
            >
              {names[way]}
            </Button>
          ))}
        </div>
      )}
      <Batches row={row} />
      {deed && (
        <StockModal
          path={`/api/rewards/${row.id}`}
          deed={deed}
          title={names[deed]}
          close={() => setDeed(undefined)}
        />
      )}
    </Card>
  )
}

function Batches({ row: { batches } }: { row: RewardDetail }) {
  const t = useText(texts)
  const format = useFormat()
  if (batches.length === 0) return null
  return (
    <PlainTable
      label={t('batches')}
      table={{
        columns: [t('batches'), t('count'), t('when'), t('who')],
        rows: batches.map(({ kind, count, at, by }) => [
          t(`batch_${kind}`),
          format.count(count),
          <When key="at" at={at} />,
          by ?? '—',
        ]),
      }}
    />
  )
}

function StockModal({
  path,
  deed,
  title,
  close,
}: {
  path: string
  deed: Deed
  title: string
  close: () => void
}) {
  const t = useText(texts)
  const [form] = Form.useForm<Fields>()
  const { message } = App.useApp()
  const done = (said: string) => {
    close()
    void message.success(said)
  }
  const save = useDeed((fields: Fields) => run(path, deed, fields), {
    refresh: ['/api/rewards'],
    done: (answer) => done(t(answer.says, answer.numbers)),
  })
  const count = { import: '', generate: t('generate_count'), add: t('add_count') }
  return (
    <Modal
      open
      title={title}
      okText={title}
      confirmLoading={save.isBusy}
      onOk={() => form.submit()}
      onCancel={close}
    >
      <Form<Fields> form={form} layout="vertical" requiredMark={false} onFinish={save.run}>
        {deed === 'import' ? (
          <Form.Item name="codes" rules={[{ required: true, message: t('needed') }]}>
            <Input.TextArea rows={8} autoFocus aria-label={title} placeholder={t('import_hint')} />
          </Form.Item>
        ) : (
          <Form.Item
            name="count"
            label={deed === 'withdraw' ? t('withdraw_count') : count[deed]}
            rules={[{ required: true, message: t('needed') }]}
          >
            <InputNumber min={1} max={PIECES_MAX} precision={0} autoFocus />
          </Form.Item>
        )}
        {deed === 'generate' && (
          <Form.Item name="prefix" label={t('generate_prefix')} extra={t('no_limit')}>
            <Input maxLength={12} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  )
}

type Said = {
  says: 'imported' | 'generated' | 'added' | 'withdrawn'
  numbers: { added: number; known: number; unreadable: number; count: number }
}

async function run(path: string, deed: Deed, fields: Fields): Promise<Said> {
  const { codes = '', count = 0, prefix = '' } = fields
  const none = { added: 0, known: 0, unreadable: 0, count: 0 }
  if (deed === 'import') {
    const taken = await api.post(`${path}/codes`, codeImported, { codes })
    return { says: 'imported', numbers: { ...none, ...taken } }
  }
  if (deed === 'generate') {
    const made = await api.post(`${path}/codes/generation`, counted, { count, prefix })
    return { says: 'generated', numbers: { ...none, ...made } }
  }
  const isAdded = deed === 'add'
  const moved = isAdded
    ? await api.post(`${path}/pieces`, counted, { count })
    : await api.del(`${path}/pieces`, counted, { count })
  return { says: isAdded ? 'added' : 'withdrawn', numbers: { ...none, ...moved } }
}
