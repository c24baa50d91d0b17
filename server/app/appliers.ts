import { orderStep } from '../commerce/index.ts'
import { overrideStep, touchStep, traitStep } from '../customer/index.ts'
import type { ApplyStep } from '../event/index.ts'

/**
 * What an event changes, in order, inside the pump's transaction. With `reactions.ts` this is the whole answer to "what
 * happens when …?": nothing listens anywhere else.
 */
export const appliers: readonly ApplyStep[] = [
  // Who they are: traits and tags that came with an event or a file.
  traitStep,
  // What they bought: orders, refunds, sums; tells order.created, order.paid, order.refunded, order.cancelled.
  orderStep,
  // An order counts as the last thing that its customer did.
  touchStep,
  // Which number belongs to which person, for ClickHouse.
  overrideStep,
]
