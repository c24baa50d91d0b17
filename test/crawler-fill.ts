/** Makes something by a route, and tells its id. */
type Make = (path: string, body: unknown) => Promise<unknown>

/** Materials and answers. */
export async function library(make: Make, mark: string, tag: string | undefined): Promise<void> {
  const written = { title: `${mark}的素材`, text: mark, link: null, purpose: 'value', story: mark }
  await make('/api/materials', { ...written, tagIds: [tag], fromOn: null, untilOn: null })
  await make('/api/quick-replies', { category: mark, title: mark, text: mark })
}

/** A complaint, and somebody who waits for an answer. */
export async function cared(make: Make, mark: string, people: string[]): Promise<void> {
  const complaint = { customerId: people[3], kind: 'complaint', subject: `${mark}不满意` }
  await make('/api/service-cases', complaint)
  await make(`/api/customers/${people[1]}/replies`, {})
}

/** A bill of an advertising platform. */
export async function billed(make: Make, mark: string): Promise<void> {
  const text = `来源,金额,日期\n${mark}的来源,12.34,2026-01-05\n`
  await make('/api/source-bills', { fileName: `${mark}.csv`, text })
}
