export { followMergesStep } from './follow-merges.ts'
export { listenStep } from './listen-step.ts'
export { neighbours } from './neighbours.ts'
export { startJourneys } from './work.ts'
