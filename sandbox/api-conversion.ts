import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Handlers } from './api.ts'
import { type Corp, isVisible, visibleFollows } from './world.ts'

const IDS_MAX = 1_000
const external = z.looseObject({ external_userid: z.string() })
const byUnionid = z.looseObject({ unionid: z.string(), openid: z.string() })
const openUsers = z.looseObject({ open_userid_list: z.array(z.string()).max(IDS_MAX) })
const user = z.looseObject({ userid: z.string() })
const openidOnly = z.looseObject({ openid: z.string() })

/** One person, many ids (documents 95884, 97108 and those of payments). */
export const conversionCalls: Handlers = {
  'idconvert/unionid_to_external_userid': {
    method: 'POST',
    run({ world: { corp }, body }) {
      const asked = byUnionid.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const { unionid } = asked.data
      const person = [...corp.persons.values()].find((one) => one.unionid === unionid)
      if (!person) return { errcode: 610014 }
      const isCustomer = visibleFollows(corp, person.externalUserId).length > 0
      if (isCustomer) return { errcode: 0, external_userid: person.externalUserId }
      return { errcode: 0, pending_id: marked('pend', unionid) }
    },
  },
  'externalcontact/to_service_external_userid': {
    method: 'POST',
    run({ world: { corp }, body }) {
      const person = corp.persons.get(external.safeParse(body).data?.external_userid ?? '')
      if (!person) return { errcode: 40096 }
      return { errcode: 0, external_userid: marked('woP', person.externalUserId) }
    },
  },
  'externalcontact/from_service_external_userid': {
    method: 'POST',
    run({ world: { corp }, body }) {
      const asked = external.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const found = findMarked('woP', corp.persons.keys(), asked.data.external_userid)
      return found ? { errcode: 0, external_userid: found } : { errcode: 40096 }
    },
  },
  'batch/openuserid_to_userid': {
    method: 'POST',
    empty: { userid_list: [], invalid_open_userid_list: [] },
    run({ world: { corp }, body }) {
      const asked = openUsers.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const found = asked.data.open_userid_list.map((open) => ({
        open_userid: open,
        userid: findMarked('woU', visibleIds(corp), open),
      }))
      return {
        errcode: 0,
        userid_list: found.flatMap(({ open_userid, userid }) =>
          userid === null ? [] : [{ open_userid, userid }],
        ),
        invalid_open_userid_list: found.flatMap(({ open_userid, userid }) =>
          userid === null ? [open_userid] : [],
        ),
      }
    },
  },
  'externalcontact/convert_to_openid': {
    method: 'POST',
    run({ world: { corp }, body }) {
      const id = external.safeParse(body).data?.external_userid ?? ''
      return corp.persons.has(id) ? { errcode: 0, openid: openidOf(id) } : { errcode: 40096 }
    },
  },
  'user/convert_to_openid': {
    method: 'POST',
    run({ world: { corp }, body }) {
      const userid = user.safeParse(body).data?.userid ?? ''
      if (!corp.members.has(userid)) return { errcode: 60111 }
      return isVisible(corp, userid) ? { errcode: 0, openid: openidOf(userid) } : { errcode: 60011 }
    },
  },
  'user/convert_to_userid': {
    method: 'POST',
    run({ world: { corp }, body }) {
      const asked = openidOnly.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const found = findMarked('oC', visibleIds(corp), asked.data.openid)
      return found ? { errcode: 0, userid: found } : { errcode: 46004 }
    },
  },
}

/** What somebody is called towards this company's own account. */
export function openidOf(id: string): string {
  return marked('oC', id)
}

/** An id that follows from another and tells nothing of it. */
function marked(prefix: string, id: string): string {
  return prefix + createHash('md5').update(`${prefix}:${id}`).digest('base64url')
}

function findMarked(prefix: string, ids: Iterable<string>, wanted: string): string | null {
  for (const id of ids) if (marked(prefix, id) === wanted) return id
  return null
}

function visibleIds(corp: Corp): string[] {
  return [...corp.members.keys()].filter((userid) => isVisible(corp, userid))
}
