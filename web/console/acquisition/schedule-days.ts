import { useText } from '../../ui/index.ts'
import { scheduleTexts } from './schedule-text.ts'

export const DAYS = [1, 2, 3, 4, 5, 6, 7] as const

/** Says weekdays: 每天, or 周一、周三. */
export function useDaysSaid(): (weekdays: readonly number[]) => string {
  const t = useText(scheduleTexts)
  return (weekdays) =>
    new Set(weekdays).size === DAYS.length
      ? t('every_day')
      : DAYS.filter((day) => weekdays.includes(day))
          .map((day) => t('weekday', { day: t(`day_${day}`) }))
          .join('、')
}
