import { addTags, dropTags } from './api-tag.ts'
import type { Fields } from './event-xml.ts'
import type { Town } from './town.ts'

/** What an administrator does to the tags of the company in WeCom's own console. */
export function tagDeeds(town: Town) {
  return {
    makeTags: (groupName: string, names: string[]) => makeTags(town, groupName, names),
    deleteTag: (id: string) => deleteTag(town, id),
  }
}

/** Tags made by hand in the console, which WeCom does tell of. */
function makeTags({ world, posting }: Town, groupName: string, names: string[]) {
  const tags = names.map((name) => ({ name, order: 0 }))
  const made = addTags(world, { id: undefined, groupName, order: 0, tags })
  if (typeof made === 'number') return null
  if (made.isNew) posting.post(tagEvent('create', 'tag_group', made.group.id))
  for (const { id } of made.added) posting.post(tagEvent('create', 'tag', id))
  return { groupId: made.group.id, tagIds: made.added.map(({ id }) => id) }
}

function deleteTag({ world, posting }: Town, id: string): boolean {
  const group = world.corp.tagGroups.find((one) => one.id === id)
  const isTag = world.corp.tagGroups.some(({ tags }) => tags.some((tag) => tag.id === id))
  if (!group && !isTag) return false
  dropTags(world.corp, new Set([id]), new Set([id]))
  posting.post(tagEvent('delete', group ? 'tag_group' : 'tag', id))
  return true
}

function tagEvent(change: string, tagType: string, id: string): Fields {
  return { Event: 'change_external_tag', Id: id, TagType: tagType, ChangeType: change }
}
