import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import { CUSTOMER, look, mapped, type Page, post } from './call.ts'

/** Customers or groups in one call (documents 92125, 94081, 92127). */
export const TRANSFER_MAX = 100
const UNASSIGNED_PAGE = 1_000

/** What became of one customer: errcode 0, the transfer has begun. */
const wireBegun = z.looseObject({
  customer: z
    .array(z.looseObject({ external_userid: z.string(), errcode: z.coerce.number() }))
    .default([]),
})
export type BegunTransfer = z.infer<typeof wireBegun>['customer'][number]

const wireResults = z.looseObject({
  customer: z
    .array(
      z.looseObject({
        external_userid: z.string(),
        /** 1 done, 2 waiting, 3 refused by the customer, 4 the taker has too many; 5 in an older edition: no record. */
        status: z.coerce.number(),
        /** Seconds; when it will be or was done, 0 when refused. */
        takeover_time: z.coerce.number().default(0),
      }),
    )
    .default([]),
  next_cursor: z.string().default(''),
})
export type TransferResult = z.infer<typeof wireResults>['customer'][number]

const wireUnassigned = z.looseObject({
  info: z
    .array(
      z.looseObject({
        handover_userid: z.string(),
        external_userid: z.string(),
        /** Seconds; the spelling is WeCom's. */
        dimission_time: z.coerce.number().default(0),
      }),
    )
    .default([]),
  is_last: z.boolean().default(false),
  next_cursor: z.string().default(''),
})
export type Unassigned = z.infer<typeof wireUnassigned>['info'][number]

const wireFailedChats = z.looseObject({
  failed_chat_list: z
    .array(
      z.looseObject({
        chat_id: z.string(),
        errcode: z.coerce.number(),
        errmsg: z.string().default(''),
      }),
    )
    .default([]),
})
export type FailedChat = z.infer<typeof wireFailedChats>['failed_chat_list'][number]

export type Transfer = { from: string; to: string; externalUserIds: string[] }
export type GroupTransfer = { chatIds: string[]; newOwner: string }
type Pair = { from: string; to: string }

/** Customers and groups go from one member to another, who stays or who has left. */
export function transferCalls(ask: Ask) {
  return {
    /**
     * Begins to hand over customers of a member who stays: in force after 24 h unless the customer refuses; each customer at
     * most twice in 90 days. @param transfer.message what the customer is told, at most 200 characters.
     */
    async transferCustomers({
      message,
      ...transfer
    }: Transfer & { message?: string }): Promise<Answer<BegunTransfer[]>> {
      const body = {
        ...pairOf(transfer),
        external_userid: transfer.externalUserIds,
        ...(message === undefined ? {} : { transfer_success_msg: message }),
      }
      const answer = await ask(post(`${CUSTOMER}/transfer_customer`, body), wireBegun)
      return mapped(answer, (value) => value.customer)
    },
    transferResults: (pair: Pair, cursor = ''): Promise<Answer<Page<TransferResult>>> =>
      results(ask, `${CUSTOMER}/transfer_result`, pair, cursor),
    /** Customers of members who left, whom nobody has taken. */
    async unassigned(cursor = ''): Promise<Answer<Page<Unassigned>>> {
      const body = { cursor, page_size: UNASSIGNED_PAGE }
      const answer = await ask(look(`${CUSTOMER}/get_unassigned_list`, body), wireUnassigned)
      return mapped(answer, ({ info: rows, next_cursor, is_last: isLast }) => ({
        rows,
        nextCursor: isLast ? '' : next_cursor,
      }))
    },
    /** As `transferCustomers`, of a member who left at most a year ago (else 40097). */
    async transferLeaversCustomers(transfer: Transfer): Promise<Answer<BegunTransfer[]>> {
      const body = { ...pairOf(transfer), external_userid: transfer.externalUserIds }
      const answer = await ask(post(`${CUSTOMER}/resigned/transfer_customer`, body), wireBegun)
      return mapped(answer, (value) => value.customer)
    },
    leaversTransferResults: (pair: Pair, cursor = ''): Promise<Answer<Page<TransferResult>>> =>
      results(ask, `${CUSTOMER}/resigned/transfer_result`, pair, cursor),
    /** Groups of an owner who left. @returns those that could not be handed over. */
    transferLeaversGroups: (transfer: GroupTransfer): Promise<Answer<FailedChat[]>> =>
      groups(ask, `${CUSTOMER}/groupchat/transfer`, transfer),
    /** Groups of an owner who stays, each at most twice in 90 days. */
    transferGroups: (transfer: GroupTransfer): Promise<Answer<FailedChat[]>> =>
      groups(ask, `${CUSTOMER}/groupchat/onjob_transfer`, transfer),
  }
}

function pairOf({ from, to }: Pair) {
  return { handover_userid: from, takeover_userid: to }
}

async function results(
  ask: Ask,
  path: string,
  pair: Pair,
  cursor: string,
): Promise<Answer<Page<TransferResult>>> {
  const answer = await ask(look(path, { ...pairOf(pair), cursor }), wireResults)
  return mapped(answer, ({ customer: rows, next_cursor }) => ({ rows, nextCursor: next_cursor }))
}

async function groups(
  ask: Ask,
  path: string,
  { chatIds, newOwner }: GroupTransfer,
): Promise<Answer<FailedChat[]>> {
  const body = { chat_id_list: chatIds, new_owner: newOwner }
  return mapped(await ask(post(path, body), wireFailedChats), (value) => value.failed_chat_list)
}
