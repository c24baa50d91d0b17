export { enqueue, type NewJob } from './enqueue.ts'
export { type Handler, type Job, type Jobs, type JobsOptions, startJobs } from './work.ts'
