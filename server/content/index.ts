export {
  addMaterial,
  changeMaterial,
  isOffered,
  type Material,
  materialOf,
  offeredMaterials,
} from './material.ts'
export { listQuickReplies, noteReplyUsed, replyCategories, setFavourite } from './quick-reply.ts'
export { type ContentDeps, routes } from './routes.ts'
