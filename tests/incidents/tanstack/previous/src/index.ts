export { createRouter } from './router'
export { parse } from './path'
