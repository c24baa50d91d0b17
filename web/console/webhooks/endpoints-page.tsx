import { Button, Table } from 'antd'
import { useState } from 'react'
import {
  type Endpoint,
  endpoints,
  endpointWithSecret,
  type NewEndpoint,
} from '../../../contract/webhook.ts'
import {
  api,
  Card,
  Empty,
  Go,
  Loaded,
  PageHead,
  useDeed,
  useFormat,
  useLoad,
  useMay,
  useText,
} from '../../ui/index.ts'
import { EndpointForm } from './endpoint-form.tsx'
import { EndpointState } from './endpoint-state.tsx'
import { ShownSecret } from './shown-secret.tsx'
import { texts } from './text.ts'

const LIVE_MS = 5_000
const PATH = '/api/endpoints'

/** The addresses of the brand's own systems that are told what happens. */
export function EndpointsPage() {
  const t = useText(texts)
  const mayWrite = useMay('developers.write')
  const [isAdding, setIsAdding] = useState(false)
  const load = useLoad(PATH, endpoints, { every: LIVE_MS })
  const [secret, setSecret] = useState<string>()
  const add = useDeed((wanted: NewEndpoint) => api.post(PATH, endpointWithSecret, wanted), {
    refresh: [PATH],
    done: (made) => {
      setSecret(made.secret)
      setIsAdding(false)
    },
  })
  const deed = mayWrite && (
    <Button type="primary" onClick={() => setIsAdding(true)}>
      {t('add')}
    </Button>
  )
  return (
    <div className="kit-page">
      <PageHead
        title={t('title')}
        help={t('help')}
        sentence={load.data && <Counted items={load.data.items} />}
        deeds={deed}
      />
      <ShownSecret secret={secret} />
      <Loaded load={load} shape="list">
        {({ items }) => (
          <Card>
            {items.length === 0 ? (
              <Empty what={t('none_what')} why={t('none_why')} />
            ) : (
              <EndpointTable items={items} />
            )}
          </Card>
        )}
      </Loaded>
      <EndpointForm
        open={isAdding}
        isBusy={add.isBusy}
        onCancel={() => setIsAdding(false)}
        onSave={(wanted) => add.run(wanted)}
      />
    </div>
  )
}

function Counted({ items }: { items: readonly Endpoint[] }) {
  const t = useText(texts)
  if (items.length === 0) return t('sentence_none')
  const sum = (of: 'delivered' | 'failed' | 'waiting') =>
    items.reduce((all, endpoint) => all + endpoint[of], 0)
  const [delivered, failed, waiting] = [sum('delivered'), sum('failed'), sum('waiting')]
  return t('sentence', { count: items.length, delivered, failed, waiting })
}

function EndpointTable({ items }: { items: readonly Endpoint[] }) {
  const t = useText(texts)
  const format = useFormat()
  return (
    <Table<Endpoint>
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={[...items]}
      columns={[
        {
          title: t('name'),
          render: (_, endpoint) => (
            <Go to={`/developers/webhooks/${endpoint.id}`}>{endpoint.name}</Go>
          ),
        },
        { title: t('url'), dataIndex: 'url', ellipsis: true },
        { title: t('events'), render: (_, { events }) => events.join(' · ') },
        { title: t('state'), render: (_, endpoint) => <EndpointState endpoint={endpoint} /> },
        {
          title: t('delivered'),
          align: 'right',
          render: (_, { delivered }) => format.count(delivered),
        },
        { title: t('failed'), align: 'right', render: (_, { failed }) => format.count(failed) },
        { title: t('waiting'), align: 'right', render: (_, { waiting }) => format.count(waiting) },
      ]}
    />
  )
}
