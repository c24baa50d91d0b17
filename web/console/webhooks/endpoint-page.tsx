import { Alert, App, Button } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import {
  type Endpoint,
  endpoint as endpointShape,
  endpointWithSecret,
} from '../../../contract/webhook.ts'
import {
  api,
  Card,
  DetailPage,
  Facts,
  Figures,
  Loaded,
  TypedConfirm,
  useDeed,
  useGo,
  useLoad,
  useMay,
  usePart,
  useText,
  useWhen,
  When,
} from '../../ui/index.ts'
import { EndpointForm } from './endpoint-form.tsx'
import { EndpointState } from './endpoint-state.tsx'
import { Messages } from './messages.tsx'
import { ShownSecret } from './shown-secret.tsx'
import { texts } from './text.ts'

const LIVE_MS = 3_000
const REFRESH = ['/api/endpoints']
const done = z.object({ ok: z.literal(true) })

/** One address: how it stands, its secret, and what became of each message. */
export function EndpointPage() {
  const id = usePart('id')
  const load = useLoad(`/api/endpoints/${id}`, endpointShape, { every: LIVE_MS })
  return (
    <Loaded load={load} shape="detail">
      {(endpoint) => <EndpointView endpoint={endpoint} />}
    </Loaded>
  )
}

function EndpointView({ endpoint }: { endpoint: Endpoint }) {
  const t = useText(texts)
  const when = useWhen()
  const [secret, setSecret] = useState<string>()
  const { delivered, failed, waiting } = endpoint
  return (
    <DetailPage
      title={endpoint.name}
      marks={<EndpointState endpoint={endpoint} />}
      subtitle={endpoint.url}
      deeds={<Deeds endpoint={endpoint} onSecret={setSecret} />}
      letter={
        <>
          <Standing endpoint={endpoint} />
          <ShownSecret secret={secret} />
          <Figures
            figures={[
              {
                label: t('delivered'),
                value: delivered,
                period: t('seven_days'),
                definition: t('delivered_means'),
              },
              {
                label: t('failed'),
                value: failed,
                period: t('seven_days'),
                definition: t('failed_means'),
              },
              { label: t('waiting'), value: waiting, definition: t('waiting_means') },
            ]}
          />
          <Messages endpoint={endpoint} />
        </>
      }
      side={
        <>
          <Card>
            <Facts
              facts={[
                { label: t('events'), value: endpoint.events.join(' · ') },
                { label: t('made'), value: <When at={endpoint.madeAt} /> },
                ...(endpoint.oldSecretUntil === null
                  ? []
                  : [
                      {
                        label: t('secret'),
                        value: t('secret_old_until', { when: when(endpoint.oldSecretUntil) }),
                      },
                    ]),
              ]}
            />
          </Card>
          <Card title={t('verify')}>
            <p>{t('verify_what')}</p>
          </Card>
        </>
      }
    />
  )
}

/** Why nothing is sent, or nothing gets through, in words. */
function Standing({ endpoint }: { endpoint: Endpoint }) {
  const t = useText(texts)
  const when = useWhen()
  const { stoppedWhy, failingSince } = endpoint
  if (stoppedWhy !== null)
    return (
      <Alert
        type={stoppedWhy === 'by_hand' ? 'info' : 'error'}
        showIcon
        title={t(`stopped_${stoppedWhy}`)}
      />
    )
  if (failingSince === null) return null
  return <Alert type="warning" showIcon title={t('failing_since', { when: when(failingSince) })} />
}

function Deeds({ endpoint, onSecret }: { endpoint: Endpoint; onSecret: (secret: string) => void }) {
  const t = useText(texts)
  const go = useGo()
  const { message, modal } = App.useApp()
  const mayWrite = useMay('developers.write')
  const [isEditing, setIsEditing] = useState(false)
  const [isLeaving, setIsLeaving] = useState(false)
  const path = `/api/endpoints/${endpoint.id}`
  const change = useDeed((wanted: object) => api.put(path, endpointShape, wanted), {
    refresh: REFRESH,
    done: () => setIsEditing(false),
  })
  const turn = useDeed((deed: 'stop' | 'start') => api.post(`${path}/${deed}`, endpointShape, {}), {
    refresh: REFRESH,
  })
  const test = useDeed(() => api.post(`${path}/test`, done, {}), {
    refresh: REFRESH,
    done: () => void message.success(t('tested')),
  })
  const roll = useDeed(() => api.post(`${path}/secret`, endpointWithSecret, {}), {
    refresh: REFRESH,
    done: ({ secret }) => onSecret(secret),
  })
  const remove = useDeed(() => api.del(path, done), {
    refresh: REFRESH,
    done: () => {
      void message.success(t('removed'))
      go('/developers/webhooks')
    },
  })
  if (!mayWrite) return null
  const isStopped = endpoint.stoppedAt !== null
  return (
    <>
      <Button
        type="primary"
        disabled={isStopped}
        loading={test.isBusy}
        onClick={() => test.run(undefined)}
      >
        {t('test')}
      </Button>
      <Button onClick={() => setIsEditing(true)}>{t('edit')}</Button>
      <Button
        loading={roll.isBusy}
        onClick={() =>
          void modal.confirm({
            title: t('secret_change'),
            content: t('secret_change_what'),
            okText: t('secret_change'),
            onOk: () => roll.runAndWait(undefined),
          })
        }
      >
        {t('secret_change')}
      </Button>
      <Button loading={turn.isBusy} onClick={() => turn.run(isStopped ? 'start' : 'stop')}>
        {isStopped ? t('start') : t('stop')}
      </Button>
      <Button danger onClick={() => setIsLeaving(true)}>
        {t('remove')}
      </Button>
      <EndpointForm
        open={isEditing}
        endpoint={endpoint}
        isBusy={change.isBusy}
        onCancel={() => setIsEditing(false)}
        onSave={(wanted) => change.run(wanted)}
      />
      <TypedConfirm
        open={isLeaving}
        title={t('remove_title', { name: endpoint.name })}
        what={endpoint.name}
        deed={t('remove')}
        isBusy={remove.isBusy}
        onCancel={() => setIsLeaving(false)}
        onConfirm={() => remove.run(undefined)}
      >
        <p>{t('remove_what')}</p>
      </TypedConfirm>
    </>
  )
}
