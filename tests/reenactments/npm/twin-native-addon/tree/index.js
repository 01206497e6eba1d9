'use strict'

let native
try {
  native = require('./build/Release/kedge.node')
} catch {
  native = require('./lib/fallback')
}

/** Return the checksum of a buffer. */
module.exports = (buffer) => native.checksum(buffer)
