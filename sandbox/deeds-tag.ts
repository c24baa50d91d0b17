import { makeTags, removeTags, renamed, tagOrGroup } from './api-tag.ts'
import type { Fields } from './event-xml.ts'
import type { Town } from './town.ts'

/** What an administrator does to the tags of the company in WeCom's own console, each told by `change_external_tag`. */
export function tagDeeds(town: Town) {
  return {
    makeTags: (groupName: string, names: string[]) => make(town, groupName, names),
    /** Of a tag or of a group. */
    renameTag: (id: string, name: string) => rename(town, id, name),
    /** Puts the tags of a group in another order; without an id all groups. */
    shuffleTags: (groupId: string) => shuffle(town, groupId),
    /** A group goes with all its tags, of which nothing is told. */
    deleteTag: (id: string) => remove(town, id),
  }
}

function make({ world, posting }: Town, groupName: string, names: string[]) {
  const tags = names.map((name) => ({ name, order: 0 }))
  const wanted = { id: undefined, groupName, order: 0, tags, strategyId: 0, isOurs: false }
  const made = makeTags(world, wanted)
  if (typeof made === 'number') return null
  if (made.isNew) posting.post(tagEvent('create', 'tag_group', made.group.id))
  for (const { id } of made.added) posting.post(tagEvent('create', 'tag', id))
  return { groupId: made.group.id, tagIds: made.added.map(({ id }) => id) }
}

function rename({ world, posting }: Town, id: string, name: string): boolean {
  const found = tagOrGroup(world.corp, id)
  if (!found || renamed(world.corp, found, { name }) !== null) return false
  posting.post(tagEvent('update', found.one === found.group ? 'tag_group' : 'tag', id))
  return true
}

/** Orders are counted anew from the top; the event has no TagType, and no Id when all groups were moved. */
function shuffle({ world, posting }: Town, groupId: string): boolean {
  const group = world.corp.tagGroups.find(({ id }) => id === groupId)
  if (groupId !== '' && !group) return false
  const moved = group ? group.tags : world.corp.tagGroups
  const places = moved.map((one) => ({ one, at: world.chance() })).sort((a, b) => a.at - b.at)
  for (const [i, { one }] of places.entries()) one.order = places.length - i
  posting.post({ Event: 'change_external_tag', Id: groupId, ChangeType: 'shuffle' })
  return true
}

function remove({ world, posting }: Town, id: string): boolean {
  const found = tagOrGroup(world.corp, id)
  if (!found) return false
  removeTags(world.corp, new Set([id]), new Set([id]))
  posting.post(tagEvent('delete', found.one === found.group ? 'tag_group' : 'tag', id))
  return true
}

function tagEvent(change: string, tagType: string, id: string): Fields {
  return { Event: 'change_external_tag', Id: id, TagType: tagType, ChangeType: change }
}
