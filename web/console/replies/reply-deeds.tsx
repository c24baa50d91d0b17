import { App, Button } from 'antd'
import { z } from 'zod'
import type { ReplyWait } from '../../../contract/reply.ts'
import { api, useDeed, useMay, useText, useUndoToast } from '../../ui/index.ts'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })
/** What shows who waits. */
export const REPLY_PATHS = ['/api/replies', '/api/reply-report', '/api/customers'] as const

type Outcome = 'noted' | 'let_be'

/** What can be said of a customer who waits: it is done at once and can be undone. */
export function ReplyDeeds({ wait }: { wait: ReplyWait }) {
  const t = useText(texts)
  const toast = useUndoToast()
  const { message } = App.useApp()
  const mayWrite = useMay('customers.write')
  const mayLead = useMay('messages.write')
  const refresh = [...REPLY_PATHS]
  const outcome = `/api/replies/${wait.id}/outcome`
  const back = useDeed(() => api.del(outcome, done), { refresh })
  const end = useDeed((said: Outcome) => api.put(outcome, done, { outcome: said }), {
    refresh,
    done: (_answer, said) => toast({ says: t(`said_${said}`), undo: () => back.run(undefined) }),
  })
  const seen = useDeed(() => api.put(`/api/replies/${wait.id}/escalation`, done, {}), {
    refresh,
    done: () => void message.success(t('said_seen')),
  })
  if (wait.outcome !== null) return null
  return (
    <div className="kit-deeds">
      {mayWrite && (
        <>
          <Button size="small" loading={end.isBusy} onClick={() => end.run('noted')}>
            {t('do_noted')}
          </Button>
          <Button size="small" disabled={end.isBusy} onClick={() => end.run('let_be')}>
            {t('do_let_be')}
          </Button>
        </>
      )}
      {mayLead && wait.isEscalated && (
        <Button size="small" loading={seen.isBusy} onClick={() => seen.run(undefined)}>
          {t('do_seen')}
        </Button>
      )}
    </div>
  )
}
