'use strict'

const { Transform } = require('stream')

/** Return a stream that hands on what a function makes of each piece. */
exports.map = (make) => new Transform({ objectMode: true, transform (piece, _, done) { done(null, make(piece)) } })

require('./lib/min')
