export { groupStep } from './apply-groups.ts'
export { routes } from './routes.ts'
export { liveGroups } from './store.ts'
