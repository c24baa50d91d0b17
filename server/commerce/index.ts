export { orderStep } from './apply-orders.ts'
export { measureProducts } from './measure-products.ts'
export { REFUND_TOTAL } from './order.ts'
export { type ListedOrder, listOrders, type OrderFilter } from './order-list.ts'
export { recommendFor } from './recommend-for.ts'
export { keyOfNumber, ORDER_RECORDED, type RecordedOrder } from './recorded.ts'
export { routes } from './routes.ts'
export {
  changedLaterBy,
  type ImportSums,
  stampOrders,
  sumsOfImport,
  type Undone,
  undoOrders,
} from './undo-import.ts'
