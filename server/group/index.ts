export { groupStep } from './apply-groups.ts'
export { groupsById, groupsLike, type PostableGroup } from './postable.ts'
export { routes } from './routes.ts'
export { fullestGroup, liveGroups, namedGroups } from './store.ts'
