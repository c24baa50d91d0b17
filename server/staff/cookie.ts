import type { FastifyReply } from 'fastify'
import type { Config } from '../kernel/index.ts'

/** Whether people reach the console over TLS, as `PUBLIC_URL` says. */
export function isSecure(config: Pick<Config, 'publicUrl'>): boolean {
  return config.publicUrl?.startsWith('https:') ?? false
}

/** The session cookie. Behind TLS its name binds it to this host alone. */
export function cookieName(config: Pick<Config, 'publicUrl'>): string {
  return isSecure(config) ? '__Host-liuyuan' : 'liuyuan_session'
}

/** Gives a browser the token of its session. */
export function setSessionCookie(
  reply: FastifyReply,
  { config }: { config: Pick<Config, 'publicUrl'> },
  opened: { token: string; expiresAt: Date },
): void {
  reply.setCookie(cookieName(config), opened.token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(config),
    expires: opened.expiresAt,
  })
}
