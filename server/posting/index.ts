export { routes } from './routes.ts'
export { startPosting } from './run.ts'
