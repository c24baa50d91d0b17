import type { Associate } from '../../../contract/corp.ts'

/** What an associate is called in a list to choose from: where there are several companies, with which one's it is. */
export function associateLabel({ name, corp }: Pick<Associate, 'name' | 'corp'>): string {
  return corp === '' ? name : `${name} · ${corp}`
}
