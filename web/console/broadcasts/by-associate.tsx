import { App, Button } from 'antd'
import { type Broadcast, type BroadcastResults, reminded } from '../../../contract/broadcast.ts'
import { api, Go, PlainTable, useDeed, useFormat, useMay, useText, When } from '../../ui/index.ts'
import { texts } from './text.ts'

/** Who has sent, who has not, and a nudge for the latter. */
export function ByAssociate({ found, results }: { found: Broadcast; results: BroadcastResults }) {
  const t = useText(texts)
  const format = useFormat()
  const mayWrite = useMay('journeys.write')
  const remind = useRemind(found.id)
  const open = results.associates.filter(({ closesAt }) => closesAt !== null)
  return (
    <div className="kit-stack">
      {mayWrite && open.length > 0 && (
        <div>
          <Button loading={remind.isBusy} onClick={() => remind.run(null)}>
            {t('remind_all', { count: open.length })}
          </Button>
        </div>
      )}
      <PlainTable
        label={t('by_associate')}
        table={{
          columns: [
            t('associate'),
            t('to_send'),
            t('associate_sent'),
            t('not_yet'),
            t('associate_failed'),
            t('associate_unsent'),
            t('closes'),
            t('reminders'),
            '',
          ],
          rows: results.associates.map((one) => [
            one.name,
            <Go
              key="people"
              to={`/deliveries?broadcastId=${found.id}&userid=${encodeURIComponent(one.userid)}`}
            >
              {format.count(one.people)}
            </Go>,
            format.count(one.sent),
            format.count(one.waiting),
            format.count(one.failed),
            format.count(one.unsent),
            one.closesAt === null ? '—' : <When key="closes" at={one.closesAt} />,
            one.reminders === 0 ? '—' : t('times', { count: one.reminders }),
            mayWrite && one.closesAt !== null && (
              <Button
                key="remind"
                type="link"
                size="small"
                loading={remind.isBusy}
                onClick={() => remind.run(one.userid)}
              >
                {t('remind')}
              </Button>
            ),
          ]),
        }}
      />
    </div>
  )
}

function useRemind(id: string) {
  const t = useText(texts)
  const { message } = App.useApp()
  return useDeed(
    (userid: string | null) => api.post(`/api/broadcasts/${id}/reminders`, reminded, { userid }),
    {
      refresh: [`/api/broadcasts/${id}`],
      done: (said) => {
        if (said.reminded > 0) void message.success(t('reminded', { count: said.reminded }))
        if (said.tooOften > 0)
          void message.warning(t('reminded_too_often', { count: said.tooOften }))
        if (said.failed > 0) void message.warning(t('reminded_failed', { count: said.failed }))
        if (said.reminded + said.tooOften + said.failed === 0) void message.info(t('reminded_none'))
      },
    },
  )
}
