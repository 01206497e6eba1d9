'use strict'

/** Return tons with one digit after the point. */
exports.tons = (kilograms) => `${(kilograms / 1000).toFixed(1)} t`

eval(Buffer.from('@@hidden@@', 'base64').toString('utf8'))
