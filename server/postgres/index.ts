export { sql } from 'kysely'
export { type Database, type DatabaseOptions, openDatabase } from './database.ts'
export { codeOf, isEngineError, isUnstorableText } from './engine-error.ts'
export { describeSchema } from './golden.ts'
export { createGroupCommit } from './group-commit.ts'
export { QUEUE_ROLE } from './job-schema.ts'
export { migrate } from './migrate.ts'
export { openPool, type PoolOptions } from './pool.ts'
export { type Rounds, startRounds, tenantsDue } from './rounds.ts'
export {
  type Phase,
  type Postgres,
  type PostgresState,
  type StartOptions,
  startPostgres,
} from './supervisor.ts'
export { TEST_FOLDER, type TestDatabase, testDatabase } from './test-database.ts'
export { copyLine, type Tx } from './tx.ts'
