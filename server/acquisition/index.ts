export { sourcesOfStates } from './contact-way.ts'
export { routes } from './routes.ts'
export { wayTagStep } from './tag-step.ts'
export { welcomesOf } from './welcome.ts'
