export { sourcesOfStates } from './contact-way.ts'
export { routes } from './routes.ts'
/** @public */
export { describeSources } from './source.ts'
export { wayTagStep } from './tag-step.ts'
export { welcomesOf } from './welcome.ts'
