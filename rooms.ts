/** The plan of the house: every room of `server/`, its floor, its one sentence, whom it uses. Judged by `test/rooms.test.ts`. */
export type Room = { floor: number; says: string; uses: string[] }

export const rooms = {
  kernel: { floor: 1, says: 'clock, ids, money, outcomes, errors, config, log', uses: [] },
} satisfies Record<string, Room>
