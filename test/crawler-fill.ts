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
