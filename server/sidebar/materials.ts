import type {
  MayNow,
  OfferedMaterial,
  RankedMaterial,
  RankedPerson,
} from '../../contract/sidebar.ts'
import {
  givenMaterials,
  type MaterialWork,
  mayBeSent,
  readerOf,
  worksOfMaterials,
} from '../channel/index.ts'
import { type Material, offeredMaterials } from '../content/index.ts'
import { type Follower, followersOf, needsAmong } from '../customer/index.ts'
import { showId } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { rank, ranked } from './rank.ts'
import type { Asking, SidebarDeps } from './route-deps.ts'

const nothing: MaterialWork = { sent: 0, clicked: 0, senders: 0 }
/** Materials shown for one person, people shown for one material. */
const SHOWN_MAX = 40
/** Customers of one associate that are looked at; who was seen last first. */
const FOLLOWERS_MAX = 20_000

type Deps = Pick<SidebarDeps, 'tagNames'>

/** What is offered today, as it stands in the library. */
export async function materialsOfToday(
  tx: Tx,
  deps: Deps,
  { tenant, today }: Pick<Asking, 'tenant' | 'today'>,
): Promise<OfferedMaterial[]> {
  const materials = await offeredMaterials(tx, tenant, today)
  const shown = await shownMaterials(tx, deps, tenant, materials)
  return shown.map(({ shownMaterial }) => shownMaterial)
}

/** Materials for one person, the best first, each with why, as this person would read it, and whether it may be sent now. */
export async function materialsFor(
  tx: Tx,
  deps: Deps,
  { tenant, now, today }: Pick<Asking, 'tenant' | 'now' | 'today'>,
  { follower, may }: { follower: Pick<Follower, 'id'>; may: readonly MayNow[] },
): Promise<RankedMaterial[]> {
  const materials = await offeredMaterials(tx, tenant, today)
  const shown = await shownMaterials(tx, deps, tenant, materials)
  const names = await deps.tagNames(tx, tenant)
  const tagIds = [...new Set(materials.flatMap(({ tagIds }) => tagIds))]
  const personIds = [follower.id]
  const needs = (await needsAmong(tx, tenant, { personIds, tagIds, now })).get(follower.id)
  const materialIds = materials.map(({ id }) => id)
  const given = await givenMaterials(tx, tenant, { materialIds, personIds })
  const fits = ranked(
    shown.map(({ material, work, shownMaterial }) => ({
      ...rank({
        needs: needsOf(material, needs, names),
        givenAt: given.get(`${follower.id} ${material.id}`) ?? null,
        work,
      }),
      material,
      shownMaterial,
    })),
  ).slice(0, SHOWN_MAX)
  const read = await readerOf(tx, tenant, follower.id)
  return fits.map(({ material, shownMaterial, reasons }) => {
    const no = may.find(({ purpose }) => purpose === material.purpose)
    return {
      ...shownMaterial,
      read: read(material.text),
      reasons,
      may: { reason: no?.reason ?? null, until: no?.until ?? null },
    }
  })
}

/** An associate's own customers for one material: only those for whom something speaks, the best first. */
export async function peopleFor(
  tx: Tx,
  deps: Deps,
  { tenant, now, associate }: Pick<Asking, 'tenant' | 'now' | 'associate'>,
  material: Material,
): Promise<{ items: RankedPerson[]; customers: number }> {
  const asked = { userid: associate.userid, limit: FOLLOWERS_MAX }
  const followers = await followersOf(tx, tenant, asked)
  const personIds = followers.map(({ id }) => id)
  const needs = await needsAmong(tx, tenant, { personIds, tagIds: material.tagIds, now })
  const given = await givenMaterials(tx, tenant, { materialIds: [material.id], personIds })
  const work = (await worksOfMaterials(tx, tenant, [material.id])).get(material.id) ?? nothing
  const names = await deps.tagNames(tx, tenant)
  const fits = ranked(
    followers.map((follower) => ({
      follower,
      ...rank({
        needs: needsOf(material, needs.get(follower.id), names),
        givenAt: given.get(`${follower.id} ${material.id}`) ?? null,
        work,
      }),
    })),
  )
    .filter(({ reasons }) => material.tagIds.length === 0 || reasons[0]?.kind === 'need')
    .slice(0, SHOWN_MAX)
  const may = await mayBeSent(
    tx,
    { tenant, now },
    { carrier: 'staff_task', purpose: material.purpose },
    fits.map(({ follower }) => follower.id),
  )
  const items = fits.map(({ follower, reasons }) => ({
    id: showId('customer', follower.id),
    externalUserid: follower.externalUserid,
    name: follower.name,
    reasons,
    may: {
      reason: may.get(follower.id)?.reason ?? null,
      until: may.get(follower.id)?.until?.toISOString() ?? null,
    },
  }))
  return { items, customers: followers.length }
}

function needsOf(
  material: Material,
  needs: ReadonlyMap<string, number> | undefined,
  names: ReadonlyMap<string, string>,
) {
  return material.tagIds.flatMap((id) => {
    const display = needs?.get(id)
    return display === undefined ? [] : [{ tag: names.get(id) ?? '', display }]
  })
}

async function shownMaterials(
  tx: Tx,
  deps: Deps,
  tenant: { id: string },
  materials: readonly Material[],
): Promise<{ material: Material; work: MaterialWork; shownMaterial: OfferedMaterial }[]> {
  const names = await deps.tagNames(tx, tenant)
  const works = await worksOfMaterials(
    tx,
    tenant,
    materials.map(({ id }) => id),
  )
  return materials.map((material) => {
    const { id, title, text, link, purpose, story, untilOn, tagIds } = material
    const work = works.get(id) ?? nothing
    const tags = tagIds.flatMap((tagId) => {
      const name = names.get(tagId)
      return name === undefined ? [] : [{ id: showId('tag', tagId), name }]
    })
    const shown = {
      id: showId('material', id),
      title,
      text,
      link,
      purpose,
      story,
      untilOn,
      tags,
      work,
    }
    return { material, work, shownMaterial: shown }
  })
}
