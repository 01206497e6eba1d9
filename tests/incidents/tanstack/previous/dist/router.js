import { createHistory } from '@moorage-kit/history'
import { parse } from './path.js'

/** Return a router over a table of patterns. */
export function createRouter (routes) {
  const table = Object.entries(routes).map(([pattern, page]) => [parse(pattern), page])
  const history = createHistory()

  function match (path) {
    for (const [test, page] of table) {
      const params = test(path)
      if (params) return { params, render: () => page(params) }
    }
    return null
  }

  return { match, go: (path) => history.push(path) }
}
