'use strict'

const crypto = require('crypto')

/** Return a short random identifier. */
exports.id = (length = 8) => crypto.randomBytes(length).toString('base64url').slice(0, length)
