import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { childEnvironment, home, sleep } from '../server/kernel/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'liuyuan-dev-'))
let child: ChildProcess | undefined
afterAll(() => {
  child?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

test('npm run dev serves the console from its sources on the address it prints, and deeds done there are taken', async () => {
  const env = childEnvironment({
    PORT: '0',
    DATA_DIR: join(folder, 'data'),
    DATABASE_URL: '',
    CLICKHOUSE_URL: '',
    LC_ALL: 'en_US.UTF-8',
  })
  const dev = spawn(process.execPath, [join(home, 'bin', 'liuyuan.js'), 'dev'], { env, cwd: home })
  child = dev
  let said = ''
  for (const stream of [dev.stdout, dev.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk
    })
  }
  const ended = new Promise<number | null>((done) => dev.once('exit', done))
  while (!said.includes('First use:') && dev.exitCode === null) await sleep(100)
  const console = /ready \([\d.]+ s\): (\S+)/.exec(said)?.[1] ?? ''
  const server = /server answers at (\S+)\.\n/.exec(said)?.[1] ?? ''
  expect(console).not.toBe(server)

  expect(await (await fetch(console)).text()).toContain('/main.tsx')
  expect((await fetch(`${console}/livez`)).status).toBe(200)
  // A wrong token is refused as such: the deed came through the console's own address and was not taken for a stranger's.
  const setup = (origin: string) =>
    fetch(`${console}/api/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-liuyuan': '1', origin },
      body: JSON.stringify({
        token: 'wrong',
        workspaceName: '小店',
        timeZone: 'Asia/Shanghai',
        currency: 'CNY',
        name: '王',
        login: 'boss',
        password: 'a long password',
      }),
    })
  expect((await setup(console)).status).toBe(401)
  expect((await setup('http://elsewhere.example')).status).toBe(403)

  dev.kill('SIGINT')
  expect(await ended).toBe(0)
}, 240_000)
