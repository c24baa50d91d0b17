import { useState } from 'react'
import { z } from 'zod'
import { recentEvents, riverState } from '../../../contract/event.ts'
import { apiKey, madeKey, type newKey } from '../../../contract/staff.ts'
import { api } from '../../ui/api.ts'
import { CopyText } from '../../ui/copy-text.tsx'
import { Go } from '../../ui/go.tsx'
import { useText } from '../../ui/language.ts'
import { useDeed, useLoad } from '../../ui/load.ts'
import { Card } from '../../ui/pages/detail-page.tsx'
import { PageHead } from '../../ui/pages/page-head.tsx'
import { GoButton, Loaded } from '../../ui/states.tsx'
import { Keys } from './keys.tsx'
import { Lanes, LiveEvents } from './live-events.tsx'
import { texts } from './text.ts'

const keyList = z.object({ items: z.array(apiKey) })
const done = z.object({ ok: z.literal(true) })
/** How often the live parts ask again. */
const LIVE_MS = 2_000

/** Keys, how to connect, and the river as it flows. */
export function DevelopersPage() {
  const t = useText(texts)
  const keys = useLoad('/api/keys', keyList)
  const events = useLoad('/api/events/recent', recentEvents, {
    query: { limit: 100 },
    every: LIVE_MS,
  })
  const river = useLoad('/api/river', riverState, { every: LIVE_MS })
  const [made, setMade] = useState<z.infer<typeof madeKey> | null>(null)
  const make = useDeed((wanted: z.infer<typeof newKey>) => api.post('/api/keys', madeKey, wanted), {
    refresh: ['/api/keys'],
    done: setMade,
  })
  const revoke = useDeed((id: string) => api.del(`/api/keys/${id}`, done), {
    refresh: ['/api/keys'],
  })
  return (
    <div className="kit-page">
      <PageHead
        title={t('title')}
        help={t('help')}
        sentence={<RiverSentence river={river.data} />}
      />
      <Loaded load={keys} shape="list">
        {({ items }) => (
          <Keys
            keys={items}
            made={made}
            isBusy={make.isBusy || revoke.isBusy}
            onMake={async (wanted) => (await make.runAndWait(wanted)) !== undefined}
            onRevoke={async (key) => (await revoke.runAndWait(key.id)) !== undefined}
          />
        )}
      </Loaded>
      <Card title={t('how')}>
        <p>{t('how_what')}</p>
        <CopyText text={`${location.origin}/v1/batch`} />
        <p>{t('how_api')}</p>
        <CopyText text={`${location.origin}/openapi.json`} />
      </Card>
      <Card
        title={t('webhooks')}
        extra={<GoButton to="/developers/webhooks">{t('webhooks_open')}</GoButton>}
      >
        <p>{t('webhooks_what')}</p>
      </Card>
      <Loaded load={river} shape="form">
        {(state) => <Lanes river={state} />}
      </Loaded>
      <Loaded load={events} shape="list">
        {({ items }) => <LiveEvents events={items} />}
      </Loaded>
    </div>
  )
}

function RiverSentence({ river }: { river: z.infer<typeof riverState> | undefined }) {
  const t = useText(texts)
  if (!river) return null
  const waiting = river.lanes.reduce((sum, lane) => sum + lane.events, 0)
  if (waiting === 0 && river.parked === 0) return t('sentence_calm')
  const parked = <Go to="/developers/parked">{river.parked}</Go>
  return t.rich('sentence', { waiting, parked })
}
