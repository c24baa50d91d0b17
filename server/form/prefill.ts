import type { FormQuestion } from '../../contract/form.ts'
import type { FormAnswer } from '../../contract/form-answer.ts'
import { addressesOf, wordsOf } from '../customer/index.ts'
import type { Seal, Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'

type Who = { id: string } | null

/** The telephone number that is known of a customer, and what may be shown of it. */
export async function knownPhone(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  seal: Pick<Seal, 'open'>,
  customer: Who,
): Promise<{ number: string; masked: string } | null> {
  if (!customer) return null
  const asked = { kind: 'phone' as const, customerIds: [customer.id] }
  const [phone] = await addressesOf(tx, tenant, asked)
  return phone ? { number: seal.open(phone.sealed), masked: phone.masked } : null
}

/** What stands in a question before anybody has answered it: what is known of the person by its trait. */
export async function knownAnswer(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  question: FormQuestion,
  customer: Who,
): Promise<FormAnswer | null> {
  if (!customer || question.trait === '' || question.kind === 'phone') return null
  const words = (await wordsOf(tx, tenant, [customer.id])).get(customer.id)
  const value = words?.[question.trait]
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const text = String(value)
  if (text === '') return null
  if (question.kind !== 'single' && question.kind !== 'multiple') return { choices: [], text }
  const told = text.split('、')
  const chosen = question.options.filter((one) => told.includes(one.traitValue || one.text))
  return chosen.length === 0 ? null : { choices: chosen.map(({ id }) => id), text: '' }
}
