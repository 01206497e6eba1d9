'use strict'

/** Return the Adler-32 checksum of a text. */
function adler (text) {
  let low = 1
  let high = 0
  for (const byte of Buffer.from(text)) {
    low = (low + byte) % 65521
    high = (high + low) % 65521
  }
  return ((high << 16) | low) >>> 0
}

module.exports = { adler }
