import { sql } from '../postgres/index.ts'

/**
 * All rows of the person that a row `c` of `customer.customer` belongs to, as `(id)`. Two ways: the index of the others
 * leaves out the row that stands for the person.
 */
export const rowsOfPerson = sql.raw(`(
  select c.person_id as id
  union all
  select r.id
  from customer.customer r
  where r.workspace_id = c.workspace_id
    and r.person_id = c.person_id
    and r.person_id <> r.id
)`)
