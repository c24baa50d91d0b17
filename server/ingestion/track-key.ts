/**
 * The write key of a request, in the order in which the SDKs offer it: Basic (the key is the user, a missing colon is
 * forgiven), Bearer, `writeKey` in the body, `writeKey` in the query. @returns null when none is given.
 */
export function writeKeyOf(request: {
  authorization: string | undefined
  body: unknown
  query: unknown
}): string | null {
  return keyOfHeader(request.authorization) ?? textAt(request.body) ?? textAt(request.query)
}

/** The key of an Authorization header alone, which is known before the body is read as JSON. */
export function keyOfHeader(authorization: string | undefined): string | null {
  const [, scheme = '', credentials = ''] = /^(\w+)\s+(\S+)\s*$/.exec(authorization ?? '') ?? []
  if (/^bearer$/i.test(scheme)) return credentials
  if (!/^basic$/i.test(scheme)) return null
  const user = Buffer.from(credentials, 'base64').toString('utf8').split(':')[0] ?? ''
  return user === '' ? null : user
}

function textAt(holder: unknown): string | null {
  if (typeof holder !== 'object' || holder === null || !('writeKey' in holder)) return null
  return typeof holder.writeKey === 'string' && holder.writeKey !== '' ? holder.writeKey : null
}
