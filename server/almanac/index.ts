export { festivalsOn, lunarWords } from './festivals.ts'
export { holidaysOf } from './holidays.ts'
export { bornOn, keptOn } from './lunar-birthday.ts'
export { routes } from './routes.ts'
