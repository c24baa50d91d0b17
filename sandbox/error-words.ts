import { createHash } from 'node:crypto'
import type { World } from './world.ts'

/** How WeCom words its refusals; a client that matches on them is wrong, because they change. */
const WORDS: Record<number, string> = {
  [-1]: 'system busy',
  40001: 'invalid credential',
  40003: 'invalid userid',
  40013: 'invalid corpid',
  40014: 'invalid access_token',
  40058: 'invalid Request Parameter',
  40063: 'some parameters are empty',
  40068: 'invalid tagid',
  40071: 'tag name existed',
  40072: 'invalid tag name length',
  40096: 'invalid external userid',
  40097: 'handover user is not dimission',
  40098: 'user is not verified',
  40099: 'takeover customer count exceed limit',
  40128: 'transfer customer too frequently',
  40129: 'customer is transferring',
  40130: 'handover user is same as takeover user',
  40131: 'handover user is not the follow user of customer',
  41001: 'access_token missing',
  41004: 'corpsecret missing',
  41009: 'missing userid',
  41035: 'missing external userid',
  41041: 'contact way users exceed limit',
  41043: 'missing config id',
  41044: 'invalid config id',
  41046: 'missing group msg id',
  41047: 'invalid group msg id',
  41048: 'no external contact can be sent',
  41049: 'missing welcome code',
  41050: 'invalid welcome code',
  41051: 'externaluser has started chatting',
  41054: 'user is not active',
  41063: 'group msg is sending',
  41045: 'contact way count exceed limit',
  41055: 'group welcome template count exceed limit',
  41058: 'invalid group welcome template',
  41064: 'attachments size out of limit',
  41065: 'invalid attachment type',
  41091: 'chat count exceed limit',
  41093: 'group msg has been cancelled',
  41094: 'remind group msg out of limit',
  41096: 'welcome msg is being distributed',
  42001: 'access_token expired',
  45002: 'content size out of limit',
  45009: 'api freq out of limit',
  46004: 'user not exist',
  45033: 'api concurrent out of limit',
  48002: 'api forbidden',
  50100: 'invalid cursor',
  60011: 'no privilege to access/modify contact/party/agent',
  60020: 'not allow to access from your ip',
  60111: 'userid not found',
  60123: 'invalid party id',
  81013: 'user & party & tag all invalid',
  81017: 'owner filter is needed',
  81011: 'no privilege to access tag',
  84061: 'not external contact',
  86001: 'invalid chat id',
  86003: 'chat id not exist',
  90500: 'the owner of this chat is not resigned',
  90511: 'invalid opengid',
  610014: 'invalid unionid',
  301002: 'not allow operate another agent with this accesstoken',
}

/** The words of a refusal with the hint that most carry; 40014 stays bare. */
export function wordsOf(world: World, errcode: number): string {
  const words = WORDS[errcode] ?? 'refused'
  if (errcode === 40014) return words
  const seconds = Math.floor(world.clock.now().getTime() / 1000)
  const mark = createHash('md5').update(`${seconds}:${world.next()}`).digest('hex')
  return `${words}, hint: [${seconds}_59_${mark}], from ip: 127.0.0.1, more info at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`
}
