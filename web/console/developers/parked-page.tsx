import { App } from 'antd'
import { z } from 'zod'
import { type parkedEvent, parkedEvents } from '../../../contract/event.ts'
import { api } from '../../ui/api.ts'
import { useText } from '../../ui/language.ts'
import { useDeed, useLoad } from '../../ui/load.ts'
import { Facts } from '../../ui/pages/detail-page.tsx'
import { InboxPage } from '../../ui/pages/inbox-page.tsx'
import { Loaded } from '../../ui/states.tsx'
import { When } from '../../ui/when.tsx'
import { texts } from './text.ts'

type Parked = z.infer<typeof parkedEvent>
const done = z.object({ ok: z.literal(true) })
const REFRESH = ['/api/parked', '/api/river', '/api/overview']

/** Parked events, one at a time with all their evidence: replay or discard. */
export function ParkedPage() {
  const t = useText(texts)
  const { message } = App.useApp()
  const parked = useLoad('/api/parked', parkedEvents)
  const replay = useDeed((id: string) => api.put(`/api/parked/${id}/replay`, done), {
    refresh: REFRESH,
    done: () => void message.success(t('parked_replayed')),
  })
  const discard = useDeed((id: string) => api.del(`/api/parked/${id}`, done), {
    refresh: REFRESH,
    done: () => void message.success(t('parked_discarded')),
  })
  return (
    <Loaded load={parked} shape="detail">
      {({ items }) => (
        <InboxPage<Parked>
          title={t('parked')}
          help={t('parked_help')}
          sentence={items.length > 0 ? t('parked_sentence', { count: items.length }) : undefined}
          items={items}
          total={items.length}
          idOf={(event) => event.id}
          evidence={(event) => <Evidence event={event} />}
          empty={{ what: t('parked_none'), why: t('parked_none_why') }}
          isBusy={replay.isBusy || discard.isBusy}
          decisions={[
            {
              key: 'r',
              label: t('parked_replay'),
              tone: 'main',
              run: (event) => replay.run(event.id),
            },
            {
              key: 'd',
              label: t('parked_discard'),
              tone: 'harm',
              run: (event) => discard.run(event.id),
            },
          ]}
        />
      )}
    </Loaded>
  )
}

function Evidence({ event }: { event: Parked }) {
  const t = useText(texts)
  const stages = {
    decode: t('parked_decode'),
    apply: t('parked_apply'),
    react: t('parked_react'),
  }
  return (
    <>
      <h2>{event.name === '' ? t('parked_unnamed') : event.name}</h2>
      <Facts
        facts={[
          { label: t('parked_stage'), value: stages[event.stage] },
          { label: t('parked_error'), value: event.error },
          { label: t('event_source'), value: event.source },
          { label: t('parked_tries'), value: t('parked_tries_count', { count: event.tries }) },
          { label: t('parked_received'), value: <When at={event.receivedAt} /> },
        ]}
      />
      <h3>{t('parked_item')}</h3>
      <pre className="kit-code">{event.item}</pre>
    </>
  )
}
