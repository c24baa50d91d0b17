import react from '@vitejs/plugin-react'
import { defineConfig, loadEnv } from 'vite'

/** Files of the kit that do something when they are loaded; all others may be left out where nothing of them is used. */
const ACTS = /\/web\/ui\/.*(language\.ts|text\.ts|house\.tsx|\.css)$/

/** Where the keeper's api listens, in development. */
const { LIUYUAN_URL: API = 'http://127.0.0.1:3000' } = loadEnv('development', '.', 'LIUYUAN_')
const ASKED = ['/api', '/v1', '/openapi.json', '/livez', '/readyz']

/** The console: one page application, routes loaded when they are first opened. */
export default defineConfig({
  root: 'web/console',
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../../dist/web/console',
    emptyOutDir: true,
    sourcemap: false,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      // A page takes from the kit's door only what it uses, so that the first screen does not load all page kinds.
      treeshake: { moduleSideEffects: (id) => !id.includes('/web/ui/') || ACTS.test(id) },
    },
  },
  server: {
    port: 3001,
    // The host stays what the browser asked for: the api holds it against the origin of each deed.
    proxy: Object.fromEntries(ASKED.map((path) => [path, { target: API, changeOrigin: false }])),
  },
})
