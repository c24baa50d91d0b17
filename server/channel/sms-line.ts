import type { SmsProvider } from '../../contract/sms.ts'
import { aliyunLine } from './sms-aliyun.ts'
import { type NotHandedIn, notHandedIn, type SmsAccount, type SmsLine } from './sms-provider.ts'
import { tencentLine } from './sms-tencent.ts'

/** Under these names the providers' own endpoints stand, whichever region they are of. */
const OWN: Record<SmsProvider, string> = {
  tencent: '.tencentcloudapi.com',
  aliyun: '.aliyuncs.com',
}
const ways = { tencent: tencentLine, aliyun: aliyunLine } satisfies Record<SmsProvider, unknown>

/**
 * The way to the provider of an account. The SDKs are optional and loaded when they are first needed.
 * @param internalHosts `name` or `name:port` inside the brand's own network; only these may do without TLS.
 */
export async function openSmsLine(
  account: SmsAccount,
  { internalHosts }: { internalHosts: readonly string[] },
): Promise<SmsLine | NotHandedIn> {
  const { provider, endpoint } = account
  const [name = ''] = endpoint.split(':')
  const isOwn = endpoint.endsWith(OWN[provider])
  const isNamed = internalHosts.includes(endpoint) || internalHosts.includes(name)
  if (endpoint !== '' && !isOwn && !isNamed) return notHandedIn('fault', 'internal', endpoint)
  try {
    return await ways[provider](account, endpoint === '' ? null : endpoint)
  } catch (error) {
    const isAbsent =
      error instanceof Error && /ERR_MODULE_NOT_FOUND|Cannot find/.test(String(error))
    if (!isAbsent) throw error
    return notHandedIn('fault', 'missing_sdk', provider)
  }
}
