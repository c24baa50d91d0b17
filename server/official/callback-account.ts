import { believing } from '../corp/index.ts'
import { type Clock, readId, type Seal } from '../kernel/index.ts'
import { type Database, sql } from '../postgres/index.ts'
import { liveAccount, noteOf } from './store.ts'

/** What is needed to believe a callback of an official account. */
export type CallbackAccount = {
  workspaceId: string
  id: string
  appId: string
  token: string
  aesKey: string
}

type Deps = { db: Database; clock: Clock; seal: Seal }
export type AccountFinder = ReturnType<typeof createAccountFinder>

/** Finds whose callbacks arrive at an address, from memory for a moment. */
export function createAccountFinder(deps: Deps) {
  const { find, isTime } = believing(deps.clock, (shown) => accountAt(deps, shown))
  const note = (account: CallbackAccount, noted: Parameters<typeof noteOf>[3]) =>
    deps.db.inWorkspace(account.workspaceId, (tx) =>
      noteOf(tx, { id: account.workspaceId }, account.id, noted),
    )
  return {
    find,
    /** Lets the settings page show that WeChat reaches us. */
    async heard(account: CallbackAccount, how: 'verified' | 'event'): Promise<void> {
      const at = deps.clock.now()
      if (how === 'verified') await note(account, { verifiedAt: at })
      else if (isTime(`event ${account.id}`)) await note(account, { heardAt: at })
    },
    /** Lets the settings page show why a callback was not believed. */
    async disbelieved(account: CallbackAccount, reason: string): Promise<void> {
      if (isTime(`refused ${account.id}`))
        await note(account, { refused: { at: deps.clock.now(), reason } })
    },
  }
}

async function accountAt(deps: Deps, shown: string): Promise<CallbackAccount | null> {
  const id = readId('official', shown)
  if (id === null) return null
  const { workspace } = await deps.db.asSystem((tx) =>
    tx.one(
      sql<{ workspace: string | null }>`select official.find_account(${id}::uuid) as workspace`,
    ),
  )
  if (workspace === null) return null
  const account = await deps.db.inWorkspace(workspace, (tx) =>
    liveAccount(tx, { id: workspace }, id),
  )
  if (!account) return null
  return {
    workspaceId: workspace,
    id,
    appId: account.appId,
    token: deps.seal.open(account.callbackToken),
    aesKey: deps.seal.open(account.callbackAesKey),
  }
}
