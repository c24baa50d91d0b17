export { formStep } from './apply-step.ts'
export { flashStep } from './flash-step.ts'
export type { FormRouteDeps } from './route-deps.ts'
export { routes } from './routes.ts'
