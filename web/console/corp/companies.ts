import { associates } from '../../../contract/corp.ts'
import { useLoad } from '../../ui/index.ts'

/** The companies that the brand's associates are of, by how their ids begin; none where there is only one. */
export function useCompanies(): readonly { company: string; name: string }[] {
  const members = useLoad('/api/associates', associates).data?.items ?? []
  const names = new Map(
    members.flatMap(({ userid, corp }) => (corp === '' ? [] : [[companyOf(userid), corp]])),
  )
  return [...names].map(([company, name]) => ({ company, name }))
}

/** Whose id it is: empty for the first company. */
export function companyOf(id: string): string {
  return id.includes('/') ? (id.split('/')[0] ?? '') : ''
}
