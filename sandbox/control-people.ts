import { z } from 'zod'
import { type Controls, call, look } from './control.ts'
import { uploadOf } from './media.ts'
import { associateView, openTasks, phoneView } from './view.ts'
import { followOf } from './world.ts'

const CONTACTS_MAX = 50_000
const person = z.object({
  name: z.string().optional(),
  unionid: z.string().optional(),
  memberNo: z.string().optional(),
  gender: z.number().optional(),
})
const pair = z.object({ userid: z.string(), externalUserId: z.string() })
/** Words, a link or an uploaded picture. */
const said = pair
  .extend({
    from: z.enum(['member', 'customer']),
    text: z.string().max(4_000).default(''),
    link: z.object({ title: z.string(), url: z.string(), desc: z.string().default('') }).optional(),
    mediaId: z.string().optional(),
  })
  .refine(({ text, link, mediaId }) => text !== '' || link || mediaId, 'nothing is said')
const newContact = person.extend({
  userid: z.string().optional(),
  state: z.string().default(''),
  addedAt: z.coerce.date().optional(),
  remark: z.string().max(20).optional(),
  description: z.string().max(150).optional(),
})
const newContacts = z.object({ contacts: z.array(newContact).max(CONTACTS_MAX) })
/** A transfer that waits for the customer. */
const offer = z.object({ externalUserId: z.string(), to: z.string() })
const task = z.object({ msgid: z.string(), userid: z.string() })

/** What customers and members do. */
export const peopleControls: Controls = {
  'GET /sandbox/ways': look(({ world }) => ({
    ways: [...world.corp.ways.values()].map((way) => ({
      configId: way.configId,
      state: way.state,
      remark: way.remark,
      userids: way.userids,
      skipVerify: way.skipVerify,
      scans: way.scans,
    })),
  })),
  'GET /sandbox/persons': look(({ world }, query) => {
    const limit = Math.min(Number(query.get('limit') ?? 100) || 100, CONTACTS_MAX)
    const wanted = query.get('search') ?? ''
    const all = [...world.corp.persons.values()].filter(
      ({ name, memberNo }) => name.includes(wanted) || memberNo.includes(wanted),
    )
    return { persons: all.slice(-limit), count: world.corp.persons.size }
  }),
  'GET /sandbox/phone': look(({ world }, query) => phoneView(world, query.get('person') ?? '')),
  'GET /sandbox/associate': look(({ world }, query) =>
    associateView(world, query.get('userid') ?? ''),
  ),
  'POST /sandbox/contacts': call(newContacts, ({ world, deeds }, { contacts }) => {
    const members = [...world.corp.members.keys()]
    const unknown = contacts.find(({ userid }) => userid && !world.corp.members.has(userid))
    if (unknown) return null
    const made = contacts.map(({ userid, state, addedAt, remark, description, ...wanted }, i) => {
      const one = deeds.makePerson(wanted)
      const follower = userid ?? members[i % members.length] ?? ''
      const noted = wanted.memberNo ? `会员号 ${wanted.memberNo}` : ''
      deeds.befriend(one.externalUserId, follower, {
        state,
        description: description ?? noted,
        ...(addedAt ? { createdAt: addedAt } : {}),
        ...(remark ? { remark } : {}),
      })
      const { externalUserId, memberNo, unionid } = one
      return { externalUserId, userid: follower, memberNo, unionid }
    })
    return { contacts: made }
  }),
  'POST /sandbox/persons': call(person, ({ deeds }, wanted) => deeds.makePerson(wanted)),
  'POST /sandbox/scan': call(
    z.object({
      state: z.string().optional(),
      configId: z.string().optional(),
      externalUserId: z.string().nullable().default(null),
      half: z.boolean().default(false),
    }),
    ({ deeds }, { externalUserId, half, ...wanted }) => deeds.scan(wanted, externalUserId, half),
  ),
  'POST /sandbox/accept': call(pair, ({ deeds }, who) => deeds.accept(who)),
  'POST /sandbox/chat': call(said, ({ world, deeds }, { mediaId, ...chat }) => {
    const picture = mediaId === undefined ? null : uploadOf(world, mediaId)
    if (mediaId !== undefined && picture?.kind !== 'image') return null
    return deeds.chat({ ...chat, mediaId }) ? { ok: true } : null
  }),
  'POST /sandbox/open': call(
    pair.extend({ url: z.string(), visit: z.boolean().default(false) }),
    async ({ world, deeds }, { visit, ...opened }) => {
      if (!followOf(world.corp, opened.userid, opened.externalUserId)) return null
      deeds.open(opened)
      return { ok: true, ...(visit ? await visited(opened.url) : {}) }
    },
  ),
  'POST /sandbox/delete-staff': call(pair, ({ deeds }, who) =>
    deeds.deleteStaff(who) ? { ok: true } : null,
  ),
  'POST /sandbox/delete-customer': call(pair, ({ deeds }, who) =>
    deeds.deleteCustomer(who) ? { ok: true } : null,
  ),
  'POST /sandbox/edit': call(
    pair.extend({
      remark: z.string().optional(),
      addTagIds: z.array(z.string()).optional(),
      removeTagIds: z.array(z.string()).optional(),
      personalTags: z.array(z.string()).optional(),
      mobiles: z.array(z.string()).optional(),
    }),
    ({ deeds }, { userid, externalUserId, ...change }) =>
      deeds.edit({ userid, externalUserId }, change) ? { ok: true } : null,
  ),
  'POST /sandbox/tags': call(
    z.object({ groupName: z.string().min(1), names: z.array(z.string().min(1)).min(1) }),
    ({ deeds }, { groupName, names }) => deeds.makeTags(groupName, names),
  ),
  'GET /sandbox/tag-library': look(({ world }) => ({
    groups: [...world.corp.tagGroups]
      .filter(({ strategyId }) => strategyId === 0)
      .sort(byOrder)
      .map(({ id, name, tags }) => ({
        id,
        name,
        tags: [...tags].sort(byOrder).map((tag) => ({ id: tag.id, name: tag.name })),
      })),
  })),
  'POST /sandbox/rename-tag': call(
    z.object({ id: z.string(), name: z.string().min(1) }),
    ({ deeds }, { id, name }) => (deeds.renameTag(id, name) ? { ok: true } : null),
  ),
  'POST /sandbox/shuffle-tags': call(
    z.object({ groupId: z.string().default('') }),
    ({ deeds }, { groupId }) => (deeds.shuffleTags(groupId) ? { ok: true } : null),
  ),
  'POST /sandbox/delete-tag': call(z.object({ id: z.string() }), ({ deeds }, { id }) =>
    deeds.deleteTag(id) ? { ok: true } : null,
  ),
  'POST /sandbox/confirm': call(task, ({ deeds }, { msgid, userid }) =>
    deeds.confirm(msgid, userid),
  ),
  'POST /sandbox/press': call(
    z.object({
      userid: z.string(),
      msgid: z.string(),
      key: z.string(),
      chosen: z.record(z.string(), z.array(z.string())).optional(),
    }),
    ({ deeds }, wanted) => deeds.press(wanted),
  ),
  'POST /sandbox/enter-app': call(z.object({ userid: z.string() }), ({ deeds }, { userid }) =>
    deeds.enterApp(userid) ? { ok: true } : null,
  ),
  'POST /sandbox/agree': call(offer, ({ deeds }, wanted) =>
    deeds.agree(wanted) ? { ok: true } : null,
  ),
  'POST /sandbox/refuse': call(offer, ({ deeds }, wanted) =>
    deeds.refuse(wanted) ? { ok: true } : null,
  ),
  'POST /sandbox/ignore': call(task, ({ deeds }, { msgid, userid }) =>
    deeds.ignore(msgid, userid) ? { ok: true } : null,
  ),
  'POST /sandbox/confirm-all': call(z.object({}), ({ world, deeds }) => {
    const open = openTasks(world.corp)
    const sent = open.map(({ msgid, userid }) => deeds.confirm(msgid, userid)?.sent ?? 0)
    return { confirmed: open.length, sent: sent.reduce((sum, one) => sum + one, 0) }
  }),
}

/** The larger order stands first, as in WeCom. */
function byOrder(one: { order: number }, other: { order: number }): number {
  return other.order - one.order
}

const VISIT_MS = 5_000

/** Opens a link as a phone does, up to the page behind a redirect. */
async function visited(url: string): Promise<{ status: number; location: string | null }> {
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(VISIT_MS),
      headers: { 'user-agent': 'Mozilla/5.0 (iPhone) MicroMessenger/8.0 LiuyuanSandbox' },
    })
    await response.body?.cancel()
    return { status: response.status, location: response.headers.get('location') }
  } catch {
    return { status: 0, location: null }
  }
}
