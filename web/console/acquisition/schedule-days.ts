/** Weekdays as a schedule counts them: 1 is Monday. */
export const DAYS = [1, 2, 3, 4, 5, 6, 7] as const
