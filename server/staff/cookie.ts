import type { Config } from '../kernel/index.ts'

/** Whether people reach the console over TLS, as `PUBLIC_URL` says. */
export function isSecure(config: Pick<Config, 'publicUrl'>): boolean {
  return config.publicUrl?.startsWith('https:') ?? false
}

/** The session cookie. Behind TLS its name binds it to this host alone. */
export function cookieName(config: Pick<Config, 'publicUrl'>): string {
  return isSecure(config) ? '__Host-liuyuan' : 'liuyuan_session'
}
