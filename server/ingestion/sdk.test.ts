import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import RudderAnalytics from '@rudderstack/rudder-sdk-node'
import { Analytics } from '@segment/analytics-node'
import { chromium } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PRIVATE, type RiverEvent } from '../event/index.ts'
import { home, systemClock, type Tenant } from '../kernel/index.ts'
import { type TestDatabase, testDatabase } from '../postgres/index.ts'
import { trackRoutes } from './routes-track.ts'
import { decodeTrack } from './track-decode.ts'
import { appOf, inboxOf, tenantIn } from './world.fixture.ts'

const CHROMIUM = '/usr/bin/chromium'
const app = appOf()
let base: TestDatabase
let tenant: Tenant
let url: string
beforeAll(async () => {
  base = await testDatabase()
  tenant = await tenantIn(base.db)
  trackRoutes(app, {
    db: base.db,
    clock: systemClock,
    publicUrl: null,
    findWriteKey: async (key) => (key.startsWith('w') ? { tenant, keyId: key, name: key } : null),
  })
  url = await app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await app.close()
  await base.drop()
})

async function eventsOf(key: string): Promise<RiverEvent[]> {
  const rows = (await inboxOf(base.db, tenant)).filter((row) => row.source === key)
  return rows.flatMap((row) => {
    const { events, poison } = decodeTrack(tenant, row)
    expect(poison).toEqual([])
    return events
  })
}

test('the Segment SDK for Node delivers every call', async () => {
  const failures: unknown[] = []
  const analytics = new Analytics({ writeKey: 'w-node', host: url, flushAt: 100 })
  analytics.on('error', (error) => failures.push(error))
  analytics.identify({
    userId: 'u1',
    traits: { name: '林知夏', phone: '13912345678', city: '上海' },
  })
  analytics.track({
    userId: 'u1',
    event: 'Order Completed',
    properties: { order_id: 'N1', total: 128.5, currency: 'CNY' },
  })
  analytics.page({ userId: 'u1', name: '首页', properties: { path: '/' } })
  analytics.screen({ anonymousId: 'a1', name: '我的' })
  analytics.group({ userId: 'u1', groupId: 'g1', traits: { plan: '年卡' } })
  analytics.alias({ userId: 'u1', previousId: 'a1' })
  await analytics.closeAndFlush({ timeout: 5_000 })
  expect(failures).toEqual([])
  const events = await eventsOf('w-node')
  expect(events.map((event) => event.name)).toEqual([
    'identify',
    'Order Completed',
    'page.viewed',
    'screen.viewed',
    'group.joined',
    'alias',
  ])
  expect(events[1]).toMatchObject({ value: 12_850, claims: [{ kind: 'user_id', value: 'u1' }] })
  expect(events[0]?.props).toMatchObject({
    city: '上海',
    [PRIVATE]: { traits: { name: '林知夏' } },
  })
})

test('the RudderStack SDK for Node delivers, packed and labelled as a form', async () => {
  const rudder = new RudderAnalytics('w-rudder', { dataPlaneUrl: url, flushAt: 20 })
  rudder.identify({ userId: 'r1', traits: { city: '杭州' } })
  rudder.track({ userId: 'r1', event: 'Product Viewed', properties: { sku: 'QH-101', revenue: 1 } })
  await new Promise<void>((done, failed) => {
    void rudder.flush((error) => (error ? failed(error) : done()))
  })
  const events = await eventsOf('w-rudder')
  expect(events.map((event) => event.name)).toEqual(['identify', 'Product Viewed'])
  expect(events[1]).toMatchObject({ value: 100, props: { sku: 'QH-101' } })
})

const page = `
import { AnalyticsBrowser } from '@segment/analytics-next'
const here = new URLSearchParams(location.search)
const analytics = AnalyticsBrowser.load({ writeKey: here.get('key'), cdnURL: here.get('ear') })
await analytics.identify('b1', { city: '成都', email: 'b1@example.cn' })
await analytics.page('商品')
await analytics.track('Product Viewed', { sku: 'QH-102', value: 268 })
await analytics.track('Order Completed', { order_id: 'B1', revenue: '268.00', currency: 'CNY' })
document.title = 'sent'
`

test.skipIf(!existsSync(CHROMIUM))(
  `the Segment SDK in a browser delivers from another site (skipped without ${CHROMIUM})`,
  { timeout: 120_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'liuyuan-sdk-'))
    const site = await serveSite(folder)
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
    try {
      const tab = await browser.newPage()
      await tab.goto(`${site.url}/?key=w-browser&ear=${encodeURIComponent(url)}`)
      await tab.waitForFunction('document.title === "sent"')
      await expect
        .poll(async () => (await eventsOf('w-browser')).length, { timeout: 20_000 })
        .toBe(4)
      const events = await eventsOf('w-browser')
      expect(events.map((event) => event.name).sort()).toEqual([
        'Order Completed',
        'Product Viewed',
        'identify',
        'page.viewed',
      ])
      const order = events.find((event) => event.name === 'Order Completed')
      expect(order?.value).toBe(26_800)
      expect(order?.claims.map((claim) => claim.kind)).toEqual(
        expect.arrayContaining(['user_id', 'anonymous_id']),
      )
    } finally {
      await browser.close()
      await site.close()
      await rm(folder, { recursive: true, force: true })
    }
  },
)

/** A shop's page with the SDK bundled in, on a port of its own: another origin than ours. */
async function serveSite(folder: string) {
  await writeFile(join(folder, 'page.js'), page)
  const bundle = await build({
    root: home,
    configFile: false,
    logLevel: 'silent',
    resolve: { alias: { '@segment/analytics-next': segmentBrowser() } },
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: join(folder, 'page.js'), formats: ['es'] },
      rollupOptions: { output: { codeSplitting: false } },
    },
  })
  const output = Array.isArray(bundle) ? bundle[0] : bundle
  const [chunk] = output && 'output' in output ? output.output : []
  const code = chunk && 'code' in chunk ? chunk.code : ''
  const server = createServer((request, response) => {
    const isScript = request.url?.startsWith('/page.js')
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(isScript ? code : '<title>店</title><script type=module src=/page.js></script>')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address: AddressInfo | string | null = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise<void>((closed) => void server.close(() => closed())),
  }
}

function segmentBrowser(): string {
  return join(home, 'node_modules/@segment/analytics-next')
}
