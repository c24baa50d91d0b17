/**
 * What a company of a workspace is called in ids. WeCom gives its ids within a company: two companies may have the same
 * userid, and the same id of a contact, a tag or a group. Here an id of the first company of a workspace is as WeCom gave it,
 * an id of every further one says whose it is: `ww0123456789abcdef/chenlan`. `company` is empty for the first, the corp id
 * for every further one. (None of WeCom's ids has a slash: userids are made of digits, letters and `_-@.`, document 90195.)
 */
export type TenantCompany = { id: string; company: string }

/** How a further company's ids begin; the same in Postgres: liuyuan.company_of. */
const OF_COMPANY = /^(w[wx][0-9A-Za-z]{6,60})\//

/** An id as WeCom gave it, as it is called here. Nothing stays nothing. */
export function ownId(company: string, wireId: string): string {
  return company === '' || wireId === '' ? wireId : `${company}/${wireId}`
}

/** Whose id it is. */
export function companyOf(id: string): string {
  return OF_COMPANY.exec(id)?.[1] ?? ''
}

/** The id as WeCom knows it. */
export function wireIdOf(id: string): string {
  return id.replace(OF_COMPANY, '')
}

/** The company of a workspace that an id belongs to. */
export function withCompanyOf<T extends { id: string }>(
  tenant: T,
  id: string,
): T & { company: string } {
  return { ...tenant, company: companyOf(id) }
}
