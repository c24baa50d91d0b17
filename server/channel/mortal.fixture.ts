import type { Remote } from './remote.ts'
import type { SenderDeps } from './sender-deps.ts'

/** Thrown where the process is said to have died. */
export class Death extends Error {}

/**
 * A process that dies at the n-th point of its life. There is a point before and after each thing that it waits for outside
 * of itself: a transaction (after: it is committed, and nobody hears of it), a call (after: it is done, and nobody hears of
 * it). Once dead it does nothing any more.
 */
export function mortal(deps: SenderDeps, remote: Remote, n: number) {
  let points = 0
  let isDead = false
  const point = () => {
    points += 1
    if (points >= n) isDead = true
    if (isDead) throw new Death(`at point ${n}`)
  }
  const around = async <T>(work: () => Promise<T>): Promise<T> => {
    point()
    const value = await work()
    point()
    return value
  }
  const db: SenderDeps['db'] = {
    ...deps.db,
    inWorkspace: (id, work, options) => around(() => deps.db.inWorkspace(id, work, options)),
    asSystem: (work) => around(() => deps.db.asSystem(work)),
  }
  const dying: Remote = {
    sendWelcome: (welcome) => around(() => remote.sendWelcome(welcome)),
    addMessageTask: (task) => around(() => remote.addMessageTask(task)),
    messageTasks: (span) => around(() => remote.messageTasks(span)),
    messageTaskStaff: (...asked) => around(() => remote.messageTaskStaff(...asked)),
    messageTaskResults: (...asked) => around(() => remote.messageTaskResults(...asked)),
    cancelMessageTask: (msgid) => around(() => remote.cancelMessageTask(msgid)),
    remindMessageTask: (msgid) => around(() => remote.remindMessageTask(msgid)),
  }
  return {
    deps: { ...deps, db, remoteOf: async () => dying },
    hasDied: () => isDead,
  }
}
