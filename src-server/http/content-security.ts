import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** Where the packaged till lives; it calls the server across origins. A browser till is same-origin. */
const TILL_ORIGIN = 'app://till';

/**
 * Headers of every answer. The policy fits the browser till, which brings everything with it: no eval, no inline script
 * or style, no other host.
 */
export async function registerContentSecurity(app: FastifyInstance, allowedOrigins: readonly string[]) {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        workerSrc: ["'self'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // The server speaks plain HTTP; whoever puts TLS in front of it decides on this one.
    strictTransportSecurity: false,
    // A till on the shop's network is opened by http://192.168…, where browsers ignore this one and complain.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    // app://till reads answers by CORS.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
  await app.register(cors, {
    origin: [TILL_ORIGIN, ...allowedOrigins],
    methods: ['GET', 'POST'],
    allowedHeaders: ['authorization', 'content-type'],
    maxAge: 86_400,
    // An OPTIONS that is no preflight is answered as one; the plugin's own refusal is plain text without a code.
    strictPreflight: false,
  });
}
