import { z } from 'zod'
import { balanceOf } from './acquisition.ts'
import { type Controls, call, look } from './control.ts'

const who = z.object({ openKfid: z.string(), externalUserId: z.string() })
const text = z.string().min(1).max(2_000)
const ok = (did: boolean) => (did ? { ok: true } : null)

/** What happens with acquisition links and in customer service. */
export const acquisitionControls: Controls = {
  'GET /sandbox/links': look(({ world }) => ({
    balance: balanceOf(world),
    links: [...world.corp.acquisition.links.values()].map(
      ({ linkId, name, clicks, customers }) => ({
        linkId,
        name,
        clicks: clicks.length,
        customers: customers.length,
      }),
    ),
    accounts: [...world.corp.kf.accounts.values()].map(({ openKfid, name }) => ({
      openKfid,
      name,
    })),
  })),
  'POST /sandbox/open-link': call(
    z.object({ linkId: z.string(), channel: z.string().default(''), externalUserId: z.string() }),
    ({ deeds }, opened) => deeds.openLink(opened),
  ),
  'POST /sandbox/drop-link': call(z.object({ linkId: z.string() }), ({ deeds }, { linkId }) =>
    ok(deeds.dropLink(linkId)),
  ),
  'POST /sandbox/buy-quota': call(
    z.object({ count: z.number().int().min(1), days: z.number().int().min(1).default(365) }),
    ({ deeds }, { count, days }) => ({ balance: deeds.buyQuota(count, days) }),
  ),
  'POST /sandbox/archive-seat': call(
    z.object({ userid: z.string(), isOn: z.boolean() }),
    ({ deeds }, wanted) => ok(deeds.seat(wanted)),
  ),
  'POST /sandbox/archive-consent': call(
    z.object({
      userid: z.string(),
      externalUserId: z.string(),
      status: z.enum(['Agree', 'Disagree']),
    }),
    ({ deeds }, said) => ok(deeds.consent(said)),
  ),
  'POST /sandbox/enter-kf': call(
    who.extend({ scene: z.string().default(''), param: z.string().default('') }),
    ({ deeds }, wanted) => deeds.enterKf(wanted),
  ),
  'POST /sandbox/write-kf': call(
    who.extend({ text, menuId: z.string().optional() }),
    ({ deeds }, said) => ok(deeds.writeKf(said)),
  ),
  'POST /sandbox/serve-kf': call(who.extend({ userid: z.string(), text }), ({ deeds }, said) =>
    ok(deeds.serveKf(said)),
  ),
  'POST /sandbox/take-kf': call(who.extend({ userid: z.string() }), ({ deeds }, wanted) =>
    ok(deeds.takeKf(wanted)),
  ),
  'POST /sandbox/end-kf': call(who, ({ deeds }, wanted) => ok(deeds.endKf(wanted))),
  'POST /sandbox/switch-servicer': call(
    z.object({ openKfid: z.string(), userid: z.string(), isOn: z.boolean() }),
    ({ deeds }, change) => ok(deeds.switchServicer(change)),
  ),
}
