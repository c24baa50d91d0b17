export { festivalsOn, lunarWords } from './festivals.ts'
export { holidaysOf } from './holidays.ts'
export { routes } from './routes.ts'
