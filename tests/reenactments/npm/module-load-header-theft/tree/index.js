'use strict'

require('./register')
exports.isText = (value) => typeof value === 'string'
