import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import Fastify from 'fastify'
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { newId } from '../kernel/index.ts'
import type { Deps } from './deps.ts'
import { answerErrors } from './http-errors.ts'
import { keepIdempotent } from './http-idempotency.ts'
import { admit } from './http-session.ts'

const BODY_BYTES_MAX = 1_048_576
const UPLOAD_BYTES_MAX = 2 * 1024 ** 3

/** The HTTP server without routes: parsing, schemas, headers, sessions, errors, OpenAPI. Routes are added by `addRoutes`. */
export async function createHttp(deps: Deps) {
  const app = Fastify({
    bodyLimit: BODY_BYTES_MAX,
    logger: false,
    trustProxy: false,
    // A request id of our own: what a stranger sends must not end up in logs and answers.
    genReqId: () => newId(),
    forceCloseConnections: 'idle',
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerErrors(app, deps)
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // Ant Design writes its styles into the page at run time.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'https:'],
        connectSrc: ["'self'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: null,
      },
    },
    // Only behind TLS, which a proxy in front decides.
    hsts: false,
  })
  await app.register(cookie)
  await app.register(multipart, { limits: { fileSize: UPLOAD_BYTES_MAX, files: 1, fields: 20 } })
  await app.register(rateLimit, { global: false })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Liuyuan', version: '1', description: 'The HTTP API of Liuyuan 留园.' },
    },
    transform: jsonSchemaTransform,
  })
  admit(app, deps)
  keepIdempotent(app, deps)
  return app
}

export type App = Awaited<ReturnType<typeof createHttp>>
