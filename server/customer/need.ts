import type { Need, TaggingSource } from '../../contract/tag.ts'
import { type Intensity, tagIntensity } from '../../science/intensity.ts'
import { dayOf, showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { namesOfStaff } from '../staff/index.ts'

const DAY_MS = 86_400_000
const EVIDENCE_SHOWN = 20
/** Evidence of one person that is added up, newest first: older pieces have decayed to nothing long before. */
const EVIDENCE_MAX = 5_000

type Evidence = {
  id: string
  tagId: string
  tag: string
  group: string
  source: TaggingSource
  sign: 1 | -1
  weight: number
  at: Date
  quote: string | null
  by: string | null
}

/** What a person needs: tags by strength of evidence, as of `now`. @param rowIds all rows of the person. */
export async function needsOf(
  tx: Tx,
  tenant: Tenant,
  rowIds: string[],
  now: Date,
): Promise<Need[]> {
  const evidence = await evidenceOf(tx, tenant.id, rowIds)
  const byTag = new Map<string, Evidence[]>()
  for (const piece of evidence) byTag.set(piece.tagId, [...(byTag.get(piece.tagId) ?? []), piece])
  return [...byTag.values()]
    .map((pieces) => needFrom(pieces, tenant, now))
    .sort((a, b) => b.display - a.display || (a.lastAt < b.lastAt ? 1 : -1))
}

function needFrom(pieces: Evidence[], tenant: Tenant, now: Date): Need {
  const [newest] = pieces
  if (!newest) throw new Error('a need without evidence')
  const strength = strengthOf(pieces, tenant, now)
  return {
    tagId: showId('tag', newest.tagId),
    tag: newest.tag,
    group: newest.group,
    level: strength.level,
    display: strength.display,
    evidenceCount: strength.evidenceCount,
    distinctDays: strength.distinctDays,
    distinctSources: strength.distinctSources,
    lastAt: newest.at.toISOString(),
    evidence: pieces
      .slice(0, EVIDENCE_SHOWN)
      .map(({ id, source, sign, weight, at, quote, by }) => ({
        id: showId('tagging', id),
        source,
        sign,
        weight,
        at: at.toISOString(),
        quote,
        by,
        withdrawnAt: null,
      })),
  }
}

/** How strong a need is by all evidence of one tag; evidence of one of the workspace's days counts together. */
export function strengthOf(
  pieces: readonly Pick<Evidence, 'at' | 'source' | 'weight' | 'sign'>[],
  { timeZone }: Pick<Tenant, 'timeZone'>,
  now: Date,
): Intensity {
  return tagIntensity(
    pieces.map(({ at, source, weight, sign }) => ({
      ageDays: Math.max(0, (now.getTime() - at.getTime()) / DAY_MS),
      source,
      weight,
      sign,
      day: Math.round(Date.parse(dayOf(at, timeZone)) / DAY_MS),
    })),
  )
}

async function evidenceOf(tx: Tx, workspaceId: string, rowIds: string[]): Promise<Evidence[]> {
  const pieces = await tx.rows(sql<Evidence>`
    select a.id, a.tag_id as "tagId", t.name as tag, g.name as group, a.source, a.sign, a.weight,
           a.tagged_at as at, a.quote, a.tagged_by as by
    from customer.tagging a
    join customer.tag t
      on t.workspace_id = a.workspace_id
      and t.id = a.tag_id
    join customer.tag_group g
      on g.workspace_id = t.workspace_id
      and g.id = t.group_id
    where a.workspace_id = ${workspaceId}
      and a.customer_id = any(${rowIds}::uuid[])
      and a.withdrawn_at is null
    order by a.tagged_at desc, a.id desc
    limit ${EVIDENCE_MAX}
  `)
  const names = await namesOfStaff(
    tx,
    workspaceId,
    pieces.map((piece) => piece.by),
  )
  return pieces.map((piece) => ({
    ...piece,
    by: piece.by === null ? null : (names.get(piece.by) ?? null),
  }))
}
