export { type PlaybookDeps, routes } from './routes.ts'
