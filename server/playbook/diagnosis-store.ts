import {
  type Conclusion,
  conclusion,
  type Diagnosis,
  type FormAnswers,
  formAnswers,
} from '../../contract/playbook.ts'
import { newId, showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** A record is never changed: next year's is held against it. */
export async function keepDiagnosis(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  made: {
    basis: Diagnosis['basis']
    asOf: Date
    answers: FormAnswers | null
    result: Conclusion
    now: Date
    by: string | null
  },
): Promise<Diagnosis> {
  const id = newId()
  await tx.run(sql`
    insert into playbook.diagnosis (workspace_id, id, basis, as_of, input, result, made_at, made_by)
    values (
      ${tenant.id}, ${id}, ${made.basis}, ${made.asOf}, ${JSON.stringify(made.answers ?? {})}::jsonb,
      ${JSON.stringify(made.result)}::jsonb, ${made.now}, ${made.by}
    )
  `)
  return {
    id: showId('diagnosis', id),
    basis: made.basis,
    asOf: made.asOf.toISOString(),
    madeAt: made.now.toISOString(),
    answers: made.answers,
    ...made.result,
  }
}

type Row = {
  id: string
  basis: Diagnosis['basis']
  as_of: Date
  made_at: Date
  input: unknown
  result: unknown
}

/** Newest first, at most `limit`. */
export async function listDiagnoses(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { limit }: { limit: number },
): Promise<Diagnosis[]> {
  const rows = await tx.rows(sql<Row>`
    select id, basis, as_of, made_at, input, result
    from playbook.diagnosis
    where workspace_id = ${tenant.id}
    order by made_at desc, id desc
    limit ${limit}
  `)
  return rows.map(shown)
}

export async function findDiagnosis(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  id: string,
): Promise<Diagnosis | null> {
  const row = await tx.maybe(sql<Row>`
    select id, basis, as_of, made_at, input, result
    from playbook.diagnosis
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return row && shown(row)
}

function shown(row: Row): Diagnosis {
  return {
    id: showId('diagnosis', row.id),
    basis: row.basis,
    asOf: row.as_of.toISOString(),
    madeAt: row.made_at.toISOString(),
    answers: row.basis === 'form' ? formAnswers.parse(row.input) : null,
    ...conclusion.parse(row.result),
  }
}
