/** Measure fetch and XMLHttpRequest; returns a function that undoes it. */
export function trace (report) {
  const first = window.fetch
  window.fetch = async function (...args) {
    const begun = performance.now()
    try {
      return await first.apply(this, args)
    } finally {
      report({ kind: 'fetch', url: String(args[0]?.url ?? args[0]), ms: performance.now() - begun })
    }
  }

  const { open, send } = XMLHttpRequest.prototype
  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    this.rudder = { method, url }
    return open.call(this, method, url, ...rest)
  }
  XMLHttpRequest.prototype.send = function (body) {
    const begun = performance.now()
    this.addEventListener('loadend', () => report({ kind: 'xhr', ...this.rudder, ms: performance.now() - begun }))
    return send.call(this, body)
  }

  return () => {
    window.fetch = first
    Object.assign(XMLHttpRequest.prototype, { open, send })
  }
}
