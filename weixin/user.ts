import { z } from 'zod'
import { type Answer, type Ask, get, mapped, nothing, post } from '../wecom/index.ts'

/** Since the end of 2021 neither a name nor a portrait comes; `unionid` only once the account is bound to an open platform. */
const wireFollower = z.looseObject({
  /** 0: not any more, or never; then there is nothing else. */
  subscribe: z.coerce.number(),
  openid: z.string(),
  unionid: z.string().optional(),
  subscribe_time: z.coerce.number().optional(),
  /** ADD_SCENE_QR_CODE, ADD_SCENE_SEARCH, … */
  subscribe_scene: z.string().default(''),
  qr_scene: z.coerce.string().default(''),
  qr_scene_str: z.string().default(''),
  tagid_list: z.array(z.coerce.number()).default([]),
})
export type Follower = z.infer<typeof wireFollower>

const wireList = z.looseObject({
  total: z.coerce.number(),
  count: z.coerce.number(),
  data: z.looseObject({ openid: z.array(z.string()) }).optional(),
  next_openid: z.string().default(''),
})

/** Followers that one question may name. */
export const FOLLOWERS_A_CALL = 100

export type FollowerPage = { total: number; openids: string[]; next: string }

/** People who follow the account (粉丝). */
export function userCalls(ask: Ask) {
  return {
    follower: (openid: string): Promise<Answer<Follower>> =>
      ask(get('/cgi-bin/user/info', { openid, lang: 'zh_CN' }), wireFollower),
    /** @param after the last openid that is known; ten thousand a page. */
    async followers(after = ''): Promise<Answer<FollowerPage>> {
      const query = after === '' ? {} : { next_openid: after }
      return mapped(await ask(get('/cgi-bin/user/get', query), wireList), (page) => ({
        total: page.total,
        openids: page.data?.openid ?? [],
        next: page.next_openid,
      }))
    },
  }
}

const wireTag = z.looseObject({ tag: z.looseObject({ id: z.coerce.number(), name: z.string() }) })
const wireTags = z.looseObject({
  tags: z.array(z.looseObject({ id: z.coerce.number(), name: z.string() })).default([]),
})
const anything = z.looseObject({})
/** Openids that one tagging may name. */
export const TAGGED_A_CALL = 50
/** Tags of one account; a follower wears at most twenty of them. */
export const TAGS_MAX = 100

/** Tags of followers (用户标签), by which a mass message finds those it is for. */
export function followerTagCalls(ask: Ask) {
  return {
    followerTags: async (): Promise<Answer<{ id: number; name: string }[]>> =>
      mapped(await ask(get('/cgi-bin/tags/get'), wireTags), ({ tags }) =>
        tags.map(({ id, name }) => ({ id, name })),
      ),
    makeFollowerTag: async (name: string): Promise<Answer<number>> =>
      mapped(
        await ask(post('/cgi-bin/tags/create', { tag: { name } }), wireTag),
        ({ tag }) => tag.id,
      ),
    deleteFollowerTag: async (id: number) =>
      nothing(await ask(post('/cgi-bin/tags/delete', { tag: { id } }), anything)),
    /** Doing it twice is doing it once. */
    tagFollowers: async (id: number, openids: readonly string[]) =>
      nothing(
        await ask(
          {
            ...post('/cgi-bin/tags/members/batchtagging', { openid_list: openids, tagid: id }),
            isRead: true,
          },
          anything,
        ),
      ),
  }
}
