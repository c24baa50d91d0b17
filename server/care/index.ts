export { countCases } from './list-cases.ts'
export { openCaseStep } from './open-step.ts'
/** @public A handover of an associate calls them. */
export { reassign, reassignAll } from './reassign.ts'
export { routes } from './routes.ts'
export { startCare } from './run-clocks.ts'
