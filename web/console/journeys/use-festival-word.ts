import { festivals } from '../../../contract/almanac.ts'
import { useText } from '../../ui/index.ts'
import { texts } from '../calendar/text.ts'

/** What a festival or solar term is called. */
export function useFestivalWord(): (name: string) => string {
  const t = useText(texts)
  return (name) => {
    const known = festivals.find((one) => one === name)
    return known ? t(known) : name
  }
}
