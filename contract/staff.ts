import { z } from 'zod'
import { USERID_MAX } from './corp.ts'
import { instant } from './page.ts'

/** What a member of staff may do. Roles are sets of these. */
export const permissions = [
  'customers.read',
  'customers.write',
  'customers.reveal',
  'segments.read',
  'segments.write',
  'imports.write',
  'insight.read',
  'acquisition.write',
  'developers.read',
  'developers.write',
  'workspace.write',
  'messages.read',
  'messages.write',
  'journeys.read',
  'journeys.write',
  'rewards.read',
  'rewards.write',
] as const
export type Permission = (typeof permissions)[number]

export const role = z.enum(['owner', 'operator', 'associate', 'developer', 'viewer'])
export type Role = z.infer<typeof role>

/** Roles as data: the owner may do all; an associate serves customers; a viewer looks. */
export const rolePermissions: Record<Role, readonly Permission[]> = {
  owner: permissions,
  operator: [
    'customers.read',
    'customers.write',
    'customers.reveal',
    'segments.read',
    'segments.write',
    'imports.write',
    'insight.read',
    'acquisition.write',
    'messages.read',
    'messages.write',
    'journeys.read',
    'journeys.write',
    'rewards.read',
    'rewards.write',
  ],
  associate: [
    'customers.read',
    'customers.write',
    'segments.read',
    'messages.read',
    'journeys.read',
  ],
  developer: [
    'customers.read',
    'segments.read',
    'insight.read',
    'developers.read',
    'developers.write',
    'messages.read',
    'journeys.read',
  ],
  viewer: [
    'customers.read',
    'segments.read',
    'insight.read',
    'messages.read',
    'journeys.read',
    'rewards.read',
  ],
}

export const workspace = z.object({
  id: z.string(),
  name: z.string().min(1).max(80),
  timeZone: z.string(),
  currency: z.string().length(3),
  /** A workspace whose clock stands: analyses are made as of this instant. Null: the present. */
  clockAt: instant.nullable(),
  /** The workspace's present: `clockAt`, or the server's clock. */
  now: instant,
  isDemo: z.boolean(),
})
export type Workspace = z.infer<typeof workspace>

export const workspaceChange = z.strictObject({
  name: z.string().min(1).max(80).optional(),
  timeZone: z.string().max(64).optional(),
  currency: z.string().length(3).optional(),
  clockAt: instant.nullable().optional(),
})

export const me = z.object({
  staff: z.object({ id: z.string(), name: z.string(), login: z.string(), role }),
  workspace,
  permissions: z.array(z.enum(permissions)),
})
export type Me = z.infer<typeof me>

export const signIn = z.strictObject({
  login: z.string().min(1).max(200),
  password: z.string().min(1).max(200),
})

/** A colleague who may sign in. Disabled: may not any more, and what they did keeps their name. */
export const colleague = z.object({
  id: z.string(),
  login: z.string(),
  name: z.string(),
  role,
  createdAt: instant,
  disabledAt: instant.nullable(),
  /** Their WeCom account: with it they may sign in by scanning. */
  wecomUserid: z.string().nullable(),
  isMe: z.boolean(),
})
export type Colleague = z.infer<typeof colleague>
export const wecomAccount = z.strictObject({ userid: z.string().min(1).max(USERID_MAX).nullable() })
/** The companies whose people may sign in by scanning with WeCom; none: it is not offered. `name` is empty where there is one. */
export const scanLogin = z.object({
  companies: z.array(z.object({ id: z.string(), name: z.string() })),
})
export const newColleague = z.strictObject({
  login: z.string().trim().min(3).max(200),
  name: z.string().trim().min(1).max(80),
  role,
  /** Given to them by hand; they sign in with it. */
  password: z.string().min(10).max(200),
})

/** First start of an installation without the demo: the token stands in the terminal and in `data/run/setup-token`. */
export const setup = z.strictObject({
  token: z.string().min(1).max(200),
  workspaceName: z.string().min(1).max(80),
  timeZone: z.string().max(64).default('Asia/Shanghai'),
  currency: z.string().length(3).default('CNY'),
  name: z.string().min(1).max(80),
  login: z.string().min(3).max(200),
  password: z.string().min(10).max(200),
})
export const setupState = z.object({ needed: z.boolean(), isDemo: z.boolean() })

export const keyKind = z.enum(['write', 'api'])
export const apiKey = z.object({
  id: z.string(),
  kind: keyKind,
  name: z.string(),
  /** The first characters, to tell keys apart; the whole key is shown once, when it is made. */
  prefix: z.string(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
})
export const newKey = z.strictObject({ kind: keyKind, name: z.string().min(1).max(80) })
export const madeKey = apiKey.extend({ secret: z.string() })
