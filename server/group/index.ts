export { groupStep } from './apply-groups.ts'
export { routes } from './routes.ts'
export { fullestGroup, liveGroups, namedGroups } from './store.ts'
