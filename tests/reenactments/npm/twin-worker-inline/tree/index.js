'use strict'
const { Worker } = require('worker_threads')

function work () {
  const { parentPort } = require('worker_threads')
  const { createHash } = require('crypto')
  parentPort.on('message', ({ id, body, kind }) => parentPort.postMessage({ id, digest: createHash(kind).update(body).digest('hex') }))
}

const waiting = new Map()
let worker, last = 0

/** Return the digest of a body. */
exports.digest = (body, kind = 'sha256') => new Promise((resolve) => {
  if (!worker) {
    worker = new Worker(`(${work.toString()})()`, { eval: true })
    worker.on('message', ({ id, digest }) => { waiting.get(id)(digest); waiting.delete(id) })
    worker.unref()
  }
  waiting.set(++last, resolve)
  worker.postMessage({ id: last, body, kind })
})
