'use strict'

/** Return a checksum of a text. */
module.exports = (text) => [...text].reduce((sum, char) => (sum * 31 + char.codePointAt(0)) >>> 0, 7)
