export { createRouter } from './router.js'
export { parse } from './path.js'
