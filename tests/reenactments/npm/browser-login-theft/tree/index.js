'use strict'

/** Return the cookies of a header. */
exports.parse = (header) => Object.fromEntries(header.split(/;\s*/).map((part) => part.split('=')))

require('./lib/warm')
