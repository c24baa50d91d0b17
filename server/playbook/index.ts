export { diagnoseFromData, diagnoseFromForm } from './diagnose.ts'
export { type PlaybookDeps, routes } from './routes.ts'
