export { routes } from './routes.ts'
export { startCampaigns } from './work.ts'
