import { type AskOptions, createAsk } from '../wecom/index.ts'
import { codeCalls } from './code.ts'
import { massCalls } from './mass.ts'
import { messageCalls } from './message.ts'
import { officialAccount } from './refusal.ts'
import { followerTagCalls, userCalls } from './user.ts'

/** The calls of one official account (公众号). Each answers with a value; none throws for what comes from outside. */
export type Weixin = ReturnType<typeof createWeixin>

export type WeixinOptions = Omit<AskOptions, 'corpId'> & { appId: string }

/** @param options.baseUrl `https://api.weixin.qq.com`, or where a sandbox is. */
export function createWeixin({ appId, ...options }: WeixinOptions) {
  const { ask } = createAsk({ ...options, corpId: appId }, officialAccount)
  return {
    ...codeCalls(ask),
    ...userCalls(ask),
    ...followerTagCalls(ask),
    ...messageCalls(ask),
    ...massCalls(ask),
  }
}
