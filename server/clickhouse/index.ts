export {
  type ClickHouse,
  EngineAway,
  openClickHouse,
  type Query,
  QueryFailed,
  type Settings,
} from './client.ts'
export {
  type EngineHost,
  type EngineHostOptions,
  type Restart,
  startEngineHost,
} from './engine.ts'
export { dumpClickHouse } from './golden.ts'
export { migrateClickHouse } from './migrate.ts'
