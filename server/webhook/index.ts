export { forgetSettled, startWebhooks } from './deliver.ts'
export { routes } from './routes.ts'
export { tellStep } from './tell-step.ts'
