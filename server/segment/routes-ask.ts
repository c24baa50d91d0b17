import { z } from 'zod'
import * as contract from '../../contract/segment-view.ts'
import { peopleBook } from '../customer/index.ts'
import { type App, Problem, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { questionOf } from './evaluate.ts'
import { historyOf } from './history.ts'
import { knownOf } from './known.ts'
import { readSegment } from './list.ts'
import { membersAmongThese, pointerOf } from './membership.ts'
import { countTree, inTime } from './preview.ts'
import { problemOf } from './problem.ts'
import { reasonsFor } from './reasons.ts'
import { asking, idIn, type SegmentRouteDeps } from './route-deps.ts'
import { judgeTree } from './tree-problem.ts'
import { vocabularyOf, wordsOf } from './vocabulary.ts'

const byId = z.object({ id: z.string() })
const read = { permission: 'segments.read' } as const

/** What a tree means now, why somebody is in or out, how a segment grew, and the words that conditions are made of. */
export function askRoutes(app: App, deps: SegmentRouteDeps): void {
  previewRoute(app, deps)
  whyRoute(app, deps)
  historyRoute(app, deps)
  vocabularyRoutes(app, deps)
}

function previewRoute(app: App, deps: SegmentRouteDeps): void {
  app.post(
    '/api/segments/preview',
    {
      config: read,
      schema: { body: contract.segmentAsked, response: { 200: contract.segmentPreview } },
    },
    async (request) => {
      const { tenant, present, within } = asking(deps, request)
      const { tree, segmentId, withSample } = request.body
      const { trees, ask } = await within(async (tx) => {
        const judged = judgeTree(tree, segmentId, await knownOf(tx, deps, tenant))
        if (!judged.ok) throw problemOf(judged.reason, judged.detail)
        return questionOf(tx, deps, tenant, { tree, now: present })
      })
      const asked = { ask, trees, tree }
      const { sample: found, ...counted } = await inTime(countTree(deps.clickhouse, tenant, asked))
      const among = withSample ? found : []
      const reasons = await inTime(reasonsFor(deps.clickhouse, tenant, { ...asked, among }))
      const who = await within((tx) => peopleBook.describe(tx, tenant, among))
      const sample = among.flatMap((no) => {
        const person = who.get(no)
        return person ? [{ customer: shownPerson(no, person), reasons: reasons.get(no) ?? [] }] : []
      })
      return { ...counted, sample, asOf: present.toISOString() }
    },
  )
}

function shownPerson(no: number, { id, name }: { id: string; name: string }) {
  return { id: showId('customer', id), no, name: name === '' ? null : name }
}

function whyRoute(app: App, deps: SegmentRouteDeps): void {
  app.get(
    '/api/segments/:id/why',
    {
      config: { permission: 'customers.read' },
      schema: {
        params: byId,
        querystring: contract.whyQuery,
        response: { 200: contract.segmentWhy },
      },
    },
    async (request) => {
      const { tenant, present, within } = asking(deps, request)
      const id = idIn('segment', request.params.id)
      const customerId = idIn('customer', request.query.customerId)
      const looked = await within(async (tx) => {
        const segment = await readSegment(tx, deps, tenant, { id, present })
        const person = await personOf(tx, tenant, customerId)
        if (!segment || !person) return null
        const { tree } = segment
        const question = await questionOf(tx, deps, tenant, { tree, now: present })
        return { ...question, tree, person, pointer: await pointerOf(tx, tenant, id) }
      })
      if (!looked) throw new Problem('not_found')
      const { person, pointer, ...question } = looked
      const numbers = [person.no]
      const reasons = await reasonsFor(deps.clickhouse, tenant, { ...question, among: numbers })
      const inside = pointer
        ? await membersAmongThese(deps.clickhouse, tenant, pointer, numbers)
        : new Set<number>()
      const mine = reasons.get(person.no) ?? []
      return {
        customer: shownPerson(person.no, person),
        isMember: inside.has(person.no),
        holds: mine[0]?.holds ?? false,
        reasons: mine,
        asOf: present.toISOString(),
      }
    },
  )
}

/** The row that stands for the person of a customer (uuid). */
async function personOf(tx: Tx, tenant: Tenant, customerId: string) {
  const no = await peopleBook.numberOf(tx, tenant, customerId)
  if (no === null) return null
  const person = (await peopleBook.describe(tx, tenant, [no])).get(no)
  return person ? { ...person, no } : null
}

function historyRoute(app: App, deps: SegmentRouteDeps): void {
  app.get(
    '/api/segments/:id/history',
    {
      config: read,
      schema: {
        params: byId,
        querystring: contract.historyQuery,
        response: { 200: contract.segmentHistory },
      },
    },
    async (request) => {
      const { tenant, present, within } = asking(deps, request)
      const id = idIn('segment', request.params.id)
      const { days } = request.query
      const history = await within(async (tx) => {
        const segment = await readSegment(tx, deps, tenant, { id, present })
        return segment && historyOf(tx, tenant, { id, days, present })
      })
      if (!history) throw new Problem('not_found')
      return history
    },
  )
}

function vocabularyRoutes(app: App, deps: SegmentRouteDeps): void {
  app.get(
    '/api/segment-vocabulary',
    { config: read, schema: { response: { 200: contract.segmentVocabulary } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const words = await vocabularyOf(deps.clickhouse, tenant)
      return within(async (tx) => ({
        ...words,
        associates: await deps.associates(tx, tenant),
        groups: (await deps.groups(tx, tenant))
          .filter(({ isLive }) => isLive)
          .map(({ id, name }) => ({ id, name })),
        journeys: await deps.journeys(tx, tenant),
      }))
    },
  )
  app.get(
    '/api/segment-vocabulary/words',
    {
      config: read,
      schema: { querystring: contract.wordsQuery, response: { 200: contract.segmentWords } },
    },
    async ({ session: { tenant }, query: { event, property, trait } }) => {
      if (trait !== undefined)
        return { items: await wordsOf(deps.clickhouse, tenant, { kind: 'trait', trait }) }
      if (event === undefined) throw new Problem('bad_request', { detail: 'event, trait' })
      const asked =
        property === undefined
          ? ({ kind: 'properties', event } as const)
          : ({ kind: 'values', event, property } as const)
      return { items: await wordsOf(deps.clickhouse, tenant, asked) }
    },
  )
}
