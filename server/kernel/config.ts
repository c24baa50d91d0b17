import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'

const WECOM_AT_HOME = 'https://qyapi.weixin.qq.com'

/** The environment, parsed once at the edge. Any `NAME` may be given as `NAME_FILE`, the path of a file that holds it. */
const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z.url().optional(),
  CLICKHOUSE_URL: z.url().optional(),
  CLICKHOUSE_CLUSTER: z.string().optional(),
  WECOM_BASE_URL: z.url().default(WECOM_AT_HOME),
  WEIXIN_BASE_URL: z.url().optional(),
  WECHATPAY_BASE_URL: z.url().optional(),
  PUBLIC_URL: z.url().optional(),
  LIUYUAN_ROLE: z.enum(['all', 'api', 'worker']).default('all'),
  LIUYUAN_DEMO: z.enum(['0', '1']).default('0'),
  LIUYUAN_URL: z.url().optional(),
  LIUYUAN_SECRET: z.string().min(43).optional(),
  WEBHOOK_INTERNAL_HOSTS: z.string().default(''),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

export type Config = {
  port: number
  host: string
  dataDir: string
  databaseUrl: string | null
  clickhouseUrl: string | null
  clickhouseCluster: string | null
  wecomBaseUrl: string
  weixinBaseUrl: string
  wechatpayBaseUrl: string
  publicUrl: string | null
  /** What this process does; several processes share the work through Postgres alone. */
  role: 'all' | 'api' | 'worker'
  /** The first workspace is the demo brand's. */
  isDemo: boolean
  /** Where the API listens, for a process that lives through its public doors (the demo brand). */
  apiUrl: string | null
  /** Hosts (`name` or `name:port`) inside the brand's own network that webhooks may go to, without TLS too. */
  webhookInternalHosts: string[]
  /** Base64 of 32 bytes or more; null means: use (or make) the key file under `dataDir`. */
  secret: string | null
  logLevel: string
}

/** Reads the process environment. Throws a ZodError that names the variable and what was expected. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const parsed = environment.parse(withFiles(env))
  return {
    port: parsed.PORT,
    host: parsed.HOST,
    dataDir: resolve(parsed.DATA_DIR),
    databaseUrl: parsed.DATABASE_URL ?? null,
    clickhouseUrl: parsed.CLICKHOUSE_URL ?? null,
    clickhouseCluster: parsed.CLICKHOUSE_CLUSTER ?? null,
    wecomBaseUrl: parsed.WECOM_BASE_URL,
    weixinBaseUrl: weixinUrlOf(parsed),
    wechatpayBaseUrl: payUrlOf(parsed),
    publicUrl: parsed.PUBLIC_URL ?? null,
    role: parsed.LIUYUAN_ROLE,
    isDemo: parsed.LIUYUAN_DEMO === '1',
    apiUrl: parsed.LIUYUAN_URL ?? null,
    webhookInternalHosts: parsed.WEBHOOK_INTERNAL_HOSTS.split(',').flatMap(
      (host) => host.trim() || [],
    ),
    secret: parsed.LIUYUAN_SECRET ?? null,
    logLevel: parsed.LOG_LEVEL,
  }
}

/** A rehearsal has both in one place: where WeCom is somewhere else than at home, the official account is there too. */
function weixinUrlOf({
  WECOM_BASE_URL: wecom,
  WEIXIN_BASE_URL: weixin,
}: z.infer<typeof environment>): string {
  if (weixin) return weixin
  return wecom === WECOM_AT_HOME ? 'https://api.weixin.qq.com' : wecom
}

/** The same of WeChat Pay: a rehearsal pays no real money. */
function payUrlOf({
  WECOM_BASE_URL: wecom,
  WECHATPAY_BASE_URL: pay,
}: z.infer<typeof environment>): string {
  if (pay) return pay
  return wecom === WECOM_AT_HOME ? 'https://api.mch.weixin.qq.com' : wecom
}

/** Names the first variable of an environment that `readConfig` would refuse; null when all can be used. */
export function unusableSetting(env: Record<string, string | undefined>): string | null {
  const unread = unreadFile(env)
  if (unread !== null) return unread
  const { error } = environment.safeParse(withFiles(env))
  return error ? String(error.issues[0]?.path[0] ?? '') : null
}

function unreadFile(env: Record<string, string | undefined>): string | null {
  const files = Object.keys(environment.shape).map((name) => `${name}_FILE`)
  return files.find((name) => env[name] && !existsSync(env[name])) ?? null
}

/** The environment to hand to a child process: what this process has, with the given changes. */
export function childEnvironment(
  changes: Record<string, string>,
): Record<string, string | undefined> {
  return { ...process.env, ...changes }
}

function withFiles(env: Record<string, string | undefined>): Record<string, string | undefined> {
  const names = Object.keys(environment.shape)
  const given = names.map((name) => {
    const file = env[`${name}_FILE`]
    const value = env[name] ?? (file ? readFileSync(file, 'utf8').trim() : undefined)
    return [name, value === '' ? undefined : value] as const
  })
  return Object.fromEntries(given)
}

/** Where things lie under the data directory. */
export function dataPaths(dataDir: string) {
  return {
    postgres: join(dataDir, 'postgres'),
    clickhouse: join(dataDir, 'clickhouse'),
    files: join(dataDir, 'files'),
    sandbox: join(dataDir, 'sandbox'),
    secret: join(dataDir, 'secret.key'),
    run: join(dataDir, 'run'),
  }
}
