export type { SidebarDeps } from './route-deps.ts'
export { routes } from './routes.ts'
