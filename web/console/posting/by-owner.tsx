import { App, Button } from 'antd'
import { z } from 'zod'
import { type GroupPost, ownersReminded } from '../../../contract/group-post.ts'
import { api, Card, PlainTable, useDeed, useMay, useText, When } from '../../ui/index.ts'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })

/** Whose groups they are, who has confirmed, and who can be reminded or vouched for. */
export function ByOwner({ post }: { post: GroupPost }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const mayWrite = useMay('journeys.write')
  const remind = useDeed(
    (userid: string) =>
      api.post(`/api/group-posts/${post.id}/reminders`, ownersReminded, { userid }),
    {
      refresh: ['/api/group-posts'],
      done: (came) => void message.info(t(came.reminded > 0 ? 'reminded_one' : 'reminded_none')),
    },
  )
  return (
    <Card title={t('by_owner')}>
      <PlainTable
        label={t('by_owner')}
        table={{
          columns: [t('owner'), t('groups'), t('sent'), t('confirmed'), t('deed')],
          rows: post.byOwner.map((one) => [
            one.name,
            one.groups,
            one.sent,
            one.confirmedAt === null ? t('not_confirmed') : <When key="at" at={one.confirmedAt} />,
            one.parkedTask !== null ? (
              <Vouch key="vouch" taskId={one.parkedTask} />
            ) : one.waiting > 0 && one.confirmedAt === null && mayWrite ? (
              <Button key="remind" size="small" onClick={() => remind.run(one.userid)}>
                {t('remind_one')}
              </Button>
            ) : (
              ''
            ),
          ]),
        }}
      />
    </Card>
  )
}

/** Nobody knows whether the task was made: somebody looks in WeCom and says so. */
function Vouch({ taskId }: { taskId: string }) {
  const t = useText(texts)
  const mayWrite = useMay('journeys.write')
  const vouch = useDeed(
    (said: 'made' | 'not_made') =>
      api.put(`/api/group-tasks/${taskId}/verdict`, done, { said, reason: t(`vouch_${said}`) }),
    { refresh: ['/api/group-posts'] },
  )
  if (!mayWrite) return <>{t('state_parked')}</>
  return (
    <div className="kit-deeds">
      <Button size="small" onClick={() => vouch.run('made')}>
        {t('vouch_made')}
      </Button>
      <Button size="small" onClick={() => vouch.run('not_made')}>
        {t('vouch_not_made')}
      </Button>
    </div>
  )
}
