import { z } from 'zod'
import { type Controls, call, look } from './control.ts'
import { verifyOfficial } from './official-post.ts'

const who = z.object({ externalUserId: z.string() })
const receiver = z.object({
  url: z.url(),
  token: z.string().min(1),
  aesKey: z.string().length(43).nullable().default(null),
})

/** What people and administrators do with the official account. */
export const officialControls: Controls = {
  'GET /sandbox/official': look(({ world }) => {
    const { appId, originalId, secret, kind, fans, codes, templates, masses } = world.corp.official
    return {
      appId,
      originalId,
      secret,
      kind,
      followers: [...fans.values()].filter(({ isSubscribed }) => isSubscribed).length,
      codes: [...codes.values()],
      templates,
      masses,
    }
  }),
  'POST /sandbox/official-receiver': call(receiver, async ({ world }, wanted) => {
    world.corp.official.receiver = wanted
    return { isVerified: await verifyOfficial(world) }
  }),
  'POST /sandbox/official-settings': call(
    z.object({
      kind: z.enum(['service', 'subscription']).optional(),
      isBound: z.boolean().optional(),
      isIpListed: z.boolean().optional(),
    }),
    ({ world }, { kind, isBound, isIpListed }) => {
      const { official } = world.corp
      official.kind = kind ?? official.kind
      official.isBound = isBound ?? official.isBound
      official.isIpListed = isIpListed ?? official.isIpListed
      return { kind: official.kind, isBound: official.isBound, isIpListed: official.isIpListed }
    },
  ),
  'POST /sandbox/official-subscribe': call(
    z.object({
      externalUserId: z.string().nullable().default(null),
      ticket: z.string().nullable().default(null),
    }),
    ({ deeds, official }, { externalUserId, ticket }) => {
      const id = externalUserId ?? deeds.makePerson().externalUserId
      const fan = official.subscribe(id, ticket)
      return fan && { openid: fan.openid, externalUserId: id }
    },
  ),
  'POST /sandbox/official-unsubscribe': call(who, ({ official }, { externalUserId }) =>
    official.unsubscribe(externalUserId) ? { ok: true } : null,
  ),
  'POST /sandbox/official-write': call(
    who.extend({ text: z.string().min(1).max(600) }),
    ({ official }, { externalUserId, text }) =>
      official.write(externalUserId, text) ? { ok: true } : null,
  ),
  'POST /sandbox/official-menu': call(
    who.extend({ key: z.string().min(1) }),
    ({ official }, { externalUserId, key }) =>
      official.pressMenu(externalUserId, key) ? { ok: true } : null,
  ),
  'POST /sandbox/official-agree': call(
    who.extend({
      templateId: z.string().optional(),
      times: z.number().int().min(1).max(100).optional(),
      isBlocking: z.boolean().optional(),
    }),
    ({ official }, { externalUserId, ...wanted }) =>
      official.agree(externalUserId, withoutGaps(wanted)) && { ok: true },
  ),
}

function withoutGaps({
  templateId,
  times,
  isBlocking,
}: {
  templateId?: string | undefined
  times?: number | undefined
  isBlocking?: boolean | undefined
}) {
  return {
    ...(templateId === undefined ? {} : { templateId }),
    ...(times === undefined ? {} : { times }),
    ...(isBlocking === undefined ? {} : { isBlocking }),
  }
}
