'use strict'

const left = require('nippers-left')

/** Return a text cut to a width. */
exports.cut = (text, width) => left(text, width)
