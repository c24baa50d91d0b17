export { codePicture } from './code-picture.ts'
export { type Language, languageOf, sendPage } from './frame.ts'
export { type Html, html, noHtml } from './html.ts'
export { isRobot } from './is-robot.ts'
export { lookOf } from './look.ts'
export { meantBy, pageGone } from './meant.ts'
export { personalUrl } from './personal-url.ts'
export { postedPage } from './posted.ts'
export type { PageDeps } from './route-deps.ts'
export { routes } from './routes.ts'
export { signalsOf } from './signals.ts'
export { decodePages, PAGES, tellOfVisitor } from './told.ts'
export {
  createLinkTracker,
  type LinkTracker,
  TOKEN_CHARACTERS,
  type Tracked,
} from './tracked-link.ts'
export { createVisitors, type Visitor } from './visitor.ts'
export { visitorStep } from './visitor-step.ts'
