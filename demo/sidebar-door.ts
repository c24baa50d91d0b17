import { type Door, doorOf } from './door.ts'

/** The sidebar as an associate opens it in the pretend WeCom: asked who she is, and back with a code. */
export async function sidebarOf(url: string, corp: string, userid: string): Promise<Door> {
  const begun = await fetch(`${url}/api/sidebar/enter?corp=${corp}&to=`, { redirect: 'manual' })
  const asked = new URL(begun.headers.get('location') ?? '')
  asked.searchParams.set('as', `member:${userid}`)
  const said = await fetch(asked, { redirect: 'manual' })
  const returned = await fetch(said.headers.get('location') ?? '', {
    redirect: 'manual',
    headers: { cookie: cookieOf(begun, '') },
  })
  return doorOf(url, { cookie: cookieOf(returned, 'liuyuan_sidebar=') })
}

function cookieOf(answer: Response, name: string): string {
  const all = answer.headers.getSetCookie()
  return all.find((line) => line.startsWith(name))?.split(';')[0] ?? ''
}
