import { App, Button } from 'antd'
import { z } from 'zod'
import { replyWaitsOfPerson } from '../../../contract/reply.ts'
import { api, Card, useDeed, useLoad, useMay, useText, When } from '../../ui/index.ts'
import { REPLY_PATHS, ReplyDeeds } from './reply-deeds.tsx'
import { texts } from './text.ts'

const LIVE_MS = 5_000
const made = z.object({ id: z.string() })

/** Whether one person waits for an answer, and writing down that they have written. */
export function PersonReplies({ personId }: { personId: string }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const mayWrite = useMay('customers.write')
  const path = `/api/customers/${personId}/replies`
  const load = useLoad(path, replyWaitsOfPerson, { every: LIVE_MS })
  const note = useDeed(() => api.post(path, made, {}), {
    refresh: [...REPLY_PATHS],
    done: () => void message.success(t('card_noted')),
  })
  const items = load.data?.items ?? []
  return (
    <Card
      title={t('card')}
      {...(mayWrite
        ? {
            extra: (
              <Button loading={note.isBusy} onClick={() => note.run(undefined)}>
                {t('card_note')}
              </Button>
            ),
          }
        : {})}
    >
      <div className="kit-stack">
        {load.data && items.length === 0 && <p className="kit-soft">{t('card_none')}</p>}
        {items.map((one) => (
          <div key={one.id}>
            <p>
              {t.rich('card_line', {
                who: one.associate?.name ?? t('team'),
                at: <When at={one.askedAt} />,
                due: <When at={one.dueAt} />,
              })}
            </p>
            <ReplyDeeds wait={one} />
          </div>
        ))}
        {items.length > 0 && <p className="kit-soft">{t('card_stops')}</p>}
      </div>
    </Card>
  )
}
